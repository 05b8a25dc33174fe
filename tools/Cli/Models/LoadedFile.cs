using System.Security.Cryptography;
using Artic.Models.Onnx;
using Artic.Models.Registry;

namespace Artic.Cli.Models;

/// <summary>A model's bytes with what they are called.</summary>
/// <param name="Name">The file, or NAME@VERSION.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record LoadedFile(string Name, byte[] Bytes)
{
    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>Reads a file or a version of the registry. Errors: <see cref="OnnxModelException"/>.</summary>
    public static LoadedFile Open(string which, string registry)
    {
        if (ModelReference.IsFile(which))
        {
            return new LoadedFile(which, OnnxModelFile.Read(which));
        }

        ModelReference reference = ModelReference.Parse(which);
        byte[] bytes = new ModelRegistry(registry).Read(reference, out ModelVersion version);
        return new LoadedFile($"{reference.Name}@{version.Version}", bytes);
    }
}
