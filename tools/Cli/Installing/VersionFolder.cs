using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Artic.Streams.Native;

namespace Artic.Cli.Installing;

/// <summary>
/// The files of one version, gathered from a built repository: <c>bin</c>, <c>native</c> and <c>share</c>. Its name is the version and
/// the first of the SHA-256 of all that is in it, so that two builds never share a folder. Thread: one; blocks for the disk.
/// Errors: <see cref="InstallException"/>.
/// </summary>
public sealed class VersionFolder
{
    private const int HashLetters = 8;
    private const int CheckMs = 20_000;

    /// <summary>Lists every other file with its SHA-256.</summary>
    private const string Manifest = "SHA256SUMS";

    private static readonly string[] s_programs =
    [
        "artic-market-data", "artic-signal-bridge", "artic-risk-manager", "artic-execution-engine", "artic-position-tracker", "artic-cli",
        "artic-venue",
    ];

    private readonly SortedDictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly string _manifest;

    /// <param name="home">The repository.</param>
    /// <param name="binaries">Its native binaries.</param>
    /// <param name="version">Version of the source.</param>
    public VersionFolder(string home, string binaries, string version)
    {
        foreach (string program in s_programs)
        {
            Add($"bin/{program}", Path.Combine(binaries, program));
        }

        Add("bin/artic", Path.Combine(home, "deploy/artic"));
        Add("native/libonnxruntime.so.1", Path.Combine(home, "out/native/libonnxruntime.so.1"));
        AddFolder("share/systemd", Path.Combine(home, "deploy/systemd"));
        AddFolder("share/config", Path.Combine(home, "config"));
        AddFolder("share/doc", Path.Combine(home, "docs"));
        AddFolder("share/models", Path.Combine(home, "models"));
        foreach (string text in (string[])["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE"])
        {
            Add($"share/doc/{text}", Path.Combine(home, text));
        }

        StringBuilder manifest = new();
        foreach ((string name, string source) in _sources)
        {
            _ = manifest.Append(Hash(source)).Append("  ").Append(name).Append('\n');
        }

        _manifest = manifest.ToString();
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(_manifest));
        Name = $"{version}-{Convert.ToHexStringLower(hash)[..HashLetters]}";
    }

    /// <summary>Name of the version's folder.</summary>
    public string Name { get; }

    /// <summary>Its systemd units.</summary>
    public IEnumerable<string> Units => _sources.Keys
        .Where(name => name.StartsWith("share/systemd/artic", StringComparison.Ordinal))
        .Select(name => Path.GetFileName(name)!);

    /// <summary>Names of the units of an installed version.</summary>
    public static IEnumerable<string> UnitsIn(string folder) =>
        Directory.GetFiles(Path.Combine(folder, "share/systemd"), "artic*").Select(path => Path.GetFileName(path)!).Order();

    /// <summary>Why an installed version is not as it was installed; null where it is.</summary>
    public static string? FaultIn(string folder)
    {
        string manifest = Path.Combine(folder, Manifest);
        if (!File.Exists(manifest))
        {
            return $"{manifest} is missing";
        }

        foreach (string line in File.ReadLines(manifest))
        {
            string[] fields = line.Split("  ", 2);
            string path = fields.Length == 2 ? Path.Combine(folder, fields[1]) : manifest;
            if (!File.Exists(path) || Hash(path) != fields[0])
            {
                return $"{path} is not the file that was installed";
            }
        }

        return null;
    }

    /// <summary>
    /// Writes all files to a folder beside its name, synced, and has each program show that it runs on this machine; only then the
    /// folder gets its name. What fails leaves nothing.
    /// </summary>
    public void Write(string folder)
    {
        string beside = folder + ".new";
        if (Directory.Exists(beside))
        {
            Directory.Delete(beside, recursive: true);
        }

        try
        {
            foreach ((string name, string source) in _sources)
            {
                string path = Path.Combine(beside, name);
                _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Copy(source, path);
                File.SetUnixFileMode(path, name.StartsWith("bin/", StringComparison.Ordinal) ? InstallFiles.Program : InstallFiles.Plain);
                DurableFile.Sync(path);
            }

            DurableFile.Write(Path.Combine(beside, Manifest), Encoding.UTF8.GetBytes(_manifest));
            foreach (string inner in Directory.GetDirectories(beside, "*", SearchOption.AllDirectories).Append(beside))
            {
                File.SetUnixFileMode(inner, InstallFiles.Program);
                DurableFile.Sync(inner);
            }

            if (FaultIn(beside) is { } fault)
            {
                throw new InstallException(fault);
            }

            foreach (string program in s_programs)
            {
                Check(Path.Combine(beside, "bin", program));
            }

            Directory.Move(beside, folder);
            DurableFile.Sync(Path.GetDirectoryName(folder)!);
        }
        catch
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }

            throw;
        }
    }

    private static void Check(string program)
    {
        string said;
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, "--help")
            {
                RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(CheckMs))
            {
                process.Kill();
                said = "it does not end";
            }
            else if (process.ExitCode == 0 && output.Result.Length > 0)
            {
                return;
            }
            else
            {
                said = $"exit {process.ExitCode}: {errors.Result.Trim()}";
            }
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            said = error.Message;
        }

        throw new InstallException($"{Path.GetFileName(program)} does not run on this machine ({said})");
    }

    private void AddFolder(string name, string source)
    {
        foreach (string path in Directory.Exists(source) ? Directory.GetFiles(source, "*", SearchOption.AllDirectories) : [])
        {
            Add($"{name}/{Path.GetRelativePath(source, path)}", path);
        }
    }

    private void Add(string name, string source)
    {
        if (!File.Exists(source))
        {
            throw new InstallException($"{source} is missing: ./artic build makes it, or another repository is meant (--from)");
        }

        _sources.Add(name, source);
    }

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
