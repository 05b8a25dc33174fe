namespace Artic.EndToEnd.Tests.Running;

/// <summary>The built binaries and the files beside them, from wherever the tests were built to.</summary>
internal static class Repository
{
    /// <summary>Names of the services in the order of the path, as their counters and logs bear them.</summary>
    public static readonly string[] Services =
        ["market-data", "signal-bridge", "risk-manager", "execution-engine", "position-tracker"];

    /// <summary>The four that an order passes.</summary>
    public static readonly string[] ServicesOnThePath = Services[..4];

    /// <summary>The recorded capture beside the repository; null where this machine has none.</summary>
    public static string? Capture { get; } = FindUpwards(
        Path.Combine("shared", "data", "market", "replay", "hftbacktest_spot_btcusdt_20240808.jsonl.gz"));

    /// <summary>The folder that has <c>out/</c> and <c>models/</c>.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(BinaryFolder, "..", ".."));

    /// <summary>The folder that has the sources, <c>docs/</c> and <c>deploy/</c>.</summary>
    public static string Source { get; } = Path.GetDirectoryName(
        FindUpwards("Artic.Pipeline.sln") ?? throw new FileNotFoundException("the tests were built far from their repository"))!;

    private static string BinaryFolder =>
        Environment.GetEnvironmentVariable("ARTIC_BIN") is { Length: > 0 } named
            ? named
            : FindUpwards(Path.Combine("out", "bin"))
                ?? throw new FileNotFoundException("there are no native binaries in out/bin: run ./artic build");

    /// <summary>A native binary. Errors: <see cref="FileNotFoundException"/> that says how to build it.</summary>
    public static string Binary(string name)
    {
        string path = Path.Combine(BinaryFolder, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"there is no native binary {path}: run ./artic build");
    }

    /// <summary>An example of the Python client.</summary>
    public static string PythonExample(string name) =>
        FindUpwards(Path.Combine("clients", "python", "examples", name)) ??
        throw new FileNotFoundException($"clients/python/examples/{name} is not there");

    /// <summary>A file of the repository.</summary>
    public static string SourceFile(string name) => FindUpwards(name) ?? throw new FileNotFoundException($"{name} is not there");

    /// <summary>A program on PATH, or null.</summary>
    public static string? OnPath(string program)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            string path = Path.Combine(folder, program);
            if (folder.Length > 0 && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static string? FindUpwards(string name)
    {
        string?[] starts = [AppContext.BaseDirectory, SourceFolder()];
        foreach (string? start in starts)
        {
            for (DirectoryInfo? folder = start == null ? null : new(start); folder != null; folder = folder.Parent)
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

    /// <summary>Where this file was when it was compiled; the tests may be built to a folder elsewhere.</summary>
    private static string? SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetDirectoryName(file);
}
