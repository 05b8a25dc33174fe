using System.Globalization;
using Artic.Models.Onnx;

namespace Artic.Models.Registry;

/// <summary>
/// A model of the registry: <c>NAME@VERSION</c>, or <c>NAME</c> for the promoted version. Immutable.
/// </summary>
/// <param name="Name">Small letters, digits, '-', '_' and '.', beginning with a letter or digit; 64 at most.</param>
/// <param name="Version">From 1; null: the promoted one.</param>
public sealed record ModelReference(string Name, int? Version)
{
    private const int MaxName = 64;

    /// <summary>True where it names a file and no model of the registry: it has a '/', or ends with <c>.onnx</c>.</summary>
    public static bool IsFile(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.EndsWith(".onnx", StringComparison.Ordinal);

    /// <summary>True where it names a model of the registry and no version of it.</summary>
    public static bool IsFollowed(string text) => text.Length > 0 && !IsFile(text) && !text.Contains('@', StringComparison.Ordinal);

    /// <summary>Reads one. Errors: <see cref="OnnxModelException"/>, NameInvalid.</summary>
    public static ModelReference Parse(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        string name = at < 0 ? text : text[..at];
        if (!IsName(name))
        {
            throw new OnnxModelException(
                OnnxModelFault.NameInvalid,
                $"'{name}' is no name of a model: small letters, digits, '-', '_' and '.', beginning with a letter or digit, {MaxName} at most, not ending with .onnx");
        }

        if (at < 0)
        {
            return new ModelReference(name, null);
        }

        return int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > 0
            ? new ModelReference(name, version)
            : throw new OnnxModelException(OnnxModelFault.NameInvalid, $"'{text[(at + 1)..]}' is no version: a number from 1 on is wanted");
    }

    /// <inheritdoc/>
    public override string ToString() => Version is { } version ? $"{Name}@{version}" : Name;

    private static bool IsName(string name)
    {
        bool isName = name.Length is > 0 and <= MaxName && char.IsAsciiLetterOrDigit(name[0]) && !IsFile(name);
        foreach (char c in name)
        {
            isName &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.';
        }

        return isName;
    }
}
