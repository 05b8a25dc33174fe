using System.Security.Cryptography;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Streams.Waiting;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A machine's file system under a folder of the home, onto which the native programs are installed from builds that the test makes of the
/// repository's own.
/// </summary>
internal sealed class InstalledMachine
{
    private const double InstallSeconds = 60;
    private const double TradeSeconds = 60;
    private const long LookNs = 100_000;

    private readonly Home _home;
    private readonly string _runs;

    public InstalledMachine(Home home)
    {
        _home = home;
        _runs = home.RunsOf("machine/var/lib/artic");
        _ = Directory.CreateDirectory(Root);
    }

    /// <summary>Its root.</summary>
    public string Root => _home.PathOf("machine");

    /// <summary>Name of the version in force; null: none is.</summary>
    public string? Current => new FileInfo(At("/opt/artic/current")).LinkTarget;

    /// <summary>Name of the version before it.</summary>
    public string? Previous => new FileInfo(At("/opt/artic/previous")).LinkTarget;

    /// <summary>A path on it.</summary>
    public string At(string path) => Path.Combine(Root, path.TrimStart('/'));

    /// <summary>Folder of a version.</summary>
    public string FolderOf(string version) => At($"/opt/artic/{version}");

    /// <summary>
    /// A built repository: this one's files, but that each native program ends with the build's name, which changes its bytes and
    /// nothing that it does. Gives its folder.
    /// </summary>
    public string Build(string name)
    {
        string folder = _home.PathOf(name);
        _ = Directory.CreateDirectory(Path.Combine(folder, "out/bin"));
        foreach (string program in (string[])[.. Repository.Services.Select(service => $"artic-{service}"), "artic-cli", "artic-venue"])
        {
            string path = Path.Combine(folder, "out/bin", program);
            File.Copy(Repository.Binary(program), path);
            File.AppendAllText(path, name);
        }

        _ = File.CreateSymbolicLink(Path.Combine(folder, "out/native"), Path.Combine(Repository.Root, "out/native"));
        foreach (string part in (string[])["config", "docs", "models", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE"])
        {
            _ = File.CreateSymbolicLink(Path.Combine(folder, part), Path.Combine(Repository.Source, part));
        }

        foreach (string path in Directory.GetFiles(Path.Combine(Repository.Source, "deploy/systemd"), "*", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Source, "deploy/artic")))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Repository.Source, path));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        return folder;
    }

    /// <summary>Begins to install a build, by that build's own program.</summary>
    public StartedProgram StartInstall(string build) =>
        _home.StartProgram(Path.Combine(build, "out/bin/artic-cli"), "install", "--from", build, "--root", Root);

    /// <summary>Installs a build; gives the name of its version.</summary>
    public string Install(string build)
    {
        StartedProgram install = StartInstall(build);
        Assert.True(install.WaitForEnd(InstallSeconds) == 0, $"{install}");
        return Current!;
    }

    /// <summary>Tries to install a build; gives what it says.</summary>
    public string NeedRefusal(string build)
    {
        StartedProgram install = StartInstall(build);
        Assert.True(install.WaitForEnd(InstallSeconds) == 1, $"{install}");
        return install.ErrorText;
    }

    /// <summary>Goes back, by the program that is in force.</summary>
    public void GoBack()
    {
        StartedProgram back = _home.StartProgram(At("/opt/artic/current/bin/artic"), "install", "--rollback", "--root", Root);
        Assert.True(back.WaitForEnd(InstallSeconds) == 0, $"{back}");
    }

    /// <summary>
    /// Has an install killed (SIGKILL) as soon as <paramref name="moment"/> has come; false where it had ended before.
    /// </summary>
    public bool KillInstall(string build, Func<bool> moment)
    {
        StartedProgram install = StartInstall(build);
        long begin = Clock.MonotonicNs();
        Assert.True(
            Poll.Until(() => !install.IsRunning || moment(), (long)(Deadline.Patience * InstallSeconds * 1e9), LookNs),
            $"the moment has not come after {Deadline.SecondsSince(begin)} s: {install}");
        bool killed = install.IsRunning;
        if (killed)
        {
            ProcessSignal.Kill(install.ProcessNumber);
        }

        _ = install.WaitForEnd(InstallSeconds);
        return killed;
    }

    /// <summary>Trades for some seconds with what is in force; each program that took part must be the version's own, to the byte.</summary>
    public void Trade(string run, string version)
    {
        string summary = _home.PathOf($"{run}.json");
        StartedProgram demo = _home.StartProgram(
            "/usr/bin/env",
            [
                $"ARTIC_HOME={At("/var/lib/artic")}", At("/opt/artic/current/bin/artic"), "demo", "--headless", "--seconds", "6", "--run", run,
                "--port-base", "0", "--json", summary,
            ]);
        Assert.True(demo.WaitForEnd(TradeSeconds) == 0, $"{demo}");
        Assert.DoesNotContain("refuses to start", File.ReadAllText(Path.Combine(_runs, run, "logs/signal-bridge.log")), StringComparison.Ordinal);
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(_runs, run, "run.json")));
        Dictionary<string, string?> ran = record.RootElement.GetProperty("binaries_sha256").EnumerateObject()
            .ToDictionary(program => program.Name, program => program.Value.GetString());
        Assert.Equal(
            Repository.Services.ToDictionary(service => service, service => (string?)Hash(Path.Combine(FolderOf(version), "bin", $"artic-{service}"))),
            Repository.Services.ToDictionary(service => service, service => ran[service]));
        StartedProgram verify = _home.StartProgram(
            "/usr/bin/env", $"ARTIC_HOME={At("/var/lib/artic")}", At("/opt/artic/current/bin/artic"), "verify", run);
        Assert.True(verify.WaitForEnd(TradeSeconds) == 0, $"{verify}");
    }

    /// <summary>A version is in force, each of its files is the one that its list names, and its program answers.</summary>
    public void NeedWhole(params string[] versions)
    {
        Assert.Contains(Current, versions);
        foreach (string line in File.ReadLines(Path.Combine(FolderOf(Current!), "SHA256SUMS")))
        {
            string[] fields = line.Split("  ", 2);
            Assert.Equal(fields[0], Hash(Path.Combine(FolderOf(Current!), fields[1])));
        }

        StartedProgram help = _home.StartProgram(At("/opt/artic/current/bin/artic"), "--help");
        Assert.True(help.WaitForEnd(20) == 0, $"{help}");
    }

    /// <summary>All that is below folders: names, modes, bytes, and where links point to.</summary>
    public string[] Everything(params string[] folders) =>
    [
        .. folders.SelectMany(folder => Directory.GetFileSystemEntries(At(folder), "*", SearchOption.AllDirectories)).Select(Describe)
            .Order(StringComparer.Ordinal),
    ];

    private static string Describe(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is { } target ? $"{path} -> {target}"
            : Directory.Exists(path) ? $"{path} {file.UnixFileMode}"
            : $"{path} {file.UnixFileMode} {Hash(path)}";
    }

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
