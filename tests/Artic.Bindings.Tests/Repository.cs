using System.Runtime.CompilerServices;

namespace Artic.Bindings.Tests;

/// <summary>Where the repository's files are, from wherever the tests were built to.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string MicropriceModel => Path.Combine(Root, "models", "microprice.onnx");

    /// <summary>Models of other people, beside the repository; null where this machine has none.</summary>
    public static string? SharedModels { get; } = FindUpwards(
        Path.Combine("shared", "data", "onnx"), AppContext.BaseDirectory, Root);

    /// <summary>Tells the binding where out/native is, unless the caller has.</summary>
    public static void UseAsHome()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARTIC_HOME")))
        {
            Environment.SetEnvironmentVariable("ARTIC_HOME", Root);
        }
    }

    private static string FindRoot([CallerFilePath] string source = "") =>
        Path.GetDirectoryName(
            FindUpwards("Artic.Pipeline.sln", AppContext.BaseDirectory, Path.GetDirectoryName(source)!))
        ?? throw new InvalidOperationException("the tests do not find the repository that they belong to");

    private static string? FindUpwards(string name, params string[] starts)
    {
        foreach (string start in starts)
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, name);
                if (Path.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
