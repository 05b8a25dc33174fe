using System.Diagnostics;
using Artic.Cli.Installing;

namespace Artic.Cli.Tests;

/// <summary>Installing, upgrading, going back and uninstalling under a root of its own, from a repository whose programs only say help.</summary>
public sealed class InstallTests : IDisposable
{
    private const string First = "pretends to be the first build";
    private const string Second = "pretends to be the second build";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");
    private readonly InstallPaths _paths;

    public InstallTests()
    {
        _paths = new InstallPaths(Path.Combine(_folder.FullName, "root"), "/opt/artic");
        _ = Directory.CreateDirectory(_paths.Root);
    }

    private string Repository => Path.Combine(_folder.FullName, "repository");

    private string Configuration => _paths.At("/etc/artic/pipeline.json");

    [SystemdFact]
    public void Installs_programs_units_users_folders_and_a_first_configuration()
    {
        string version = Install(First);
        Assert.StartsWith("0.1.0-", version, StringComparison.Ordinal);
        Assert.Equal(version, InstallFiles.LinkTarget(_paths.Current));
        Assert.Null(VersionFolder.FaultIn(Path.Combine(_paths.At("/opt/artic"), version)));
        Assert.Equal("/opt/artic/current/bin/artic", InstallFiles.LinkTarget(_paths.At("/usr/local/bin/artic")));
        string[] units = [.. Directory.GetFiles(_paths.At("/etc/systemd/system")).Select(path => Path.GetFileName(path)!).Order()];
        Assert.Equal(
            [
                "artic-execution-engine.service", "artic-market-data.service", "artic-position-tracker.service", "artic-risk-manager.service",
                "artic-run.service", "artic-signal-bridge.service", "artic-traces.service", "artic.target",
            ],
            units);
        foreach (string unit in units)
        {
            Assert.Equal($"/opt/artic/current/share/systemd/{unit}", InstallFiles.LinkTarget(_paths.At($"/etc/systemd/system/{unit}")));
        }

        string users = File.ReadAllText(_paths.At("/etc/passwd"));
        Assert.All(
            ["market-data", "signal-bridge", "risk-manager", "execution-engine", "position-tracker", "traces"],
            service => Assert.Contains($"artic-{service}:x:", users, StringComparison.Ordinal));
        Assert.Equal("0600", Mode("/etc/artic/credentials/venue-secret"));
        Assert.Equal("0750", Mode("/etc/artic"));
        Assert.Equal("0751", Mode("/var/lib/artic/state"));
        Assert.Equal(
            File.ReadAllText(Path.Combine(Repository, "config/binance.json")), File.ReadAllText(Configuration));
    }

    [SystemdFact]
    public void An_upgrade_keeps_the_way_back_and_the_operators_configuration()
    {
        string first = Install(First);
        File.WriteAllText(Configuration, "mine");
        string second = Install(Second);
        Assert.NotEqual(first, second);
        Assert.Equal(second, InstallFiles.LinkTarget(_paths.Current));
        Assert.Equal(first, InstallFiles.LinkTarget(_paths.Previous));
        Assert.Equal("mine", File.ReadAllText(Configuration));
    }

    [SystemdFact]
    public void The_same_build_again_changes_nothing()
    {
        string first = Install(First);
        string second = Install(Second);
        Assert.Equal(second, Install(Second));
        Assert.Equal(first, InstallFiles.LinkTarget(_paths.Previous));
    }

    [SystemdFact]
    public void Going_back_goes_forth_again()
    {
        string first = Install(First);
        string second = Install(Second);
        new Installer(_paths, isDry: false).GoBack();
        Assert.Equal(first, InstallFiles.LinkTarget(_paths.Current));
        Assert.Equal(second, InstallFiles.LinkTarget(_paths.Previous));
        new Installer(_paths, isDry: false).GoBack();
        Assert.Equal(second, InstallFiles.LinkTarget(_paths.Current));
    }

    [SystemdFact]
    public void A_unit_that_the_version_in_force_has_not_is_gone()
    {
        _ = Install(First);
        Write("deploy/systemd/artic-more.service", "[Service]\n");
        _ = Install(Second);
        string link = _paths.At("/etc/systemd/system/artic-more.service");
        Assert.NotNull(InstallFiles.LinkTarget(link));
        new Installer(_paths, isDry: false).GoBack();
        Assert.Null(InstallFiles.LinkTarget(link));
    }

    [SystemdTheory]
    [InlineData("#!/bin/sh\nexit 7\n", "exit 7")]
    [InlineData("not a program", "does not run on this machine")]
    [InlineData(null, "is missing")]
    public void An_upgrade_that_fails_leaves_the_version_before_in_force(string? program, string reason)
    {
        string first = Install(First);
        string[] before = Files();
        MakeRepository(Second);
        string broken = Path.Combine(Repository, "out/bin/artic-risk-manager");
        File.Delete(broken);
        if (program != null)
        {
            WriteProgram(broken, program);
        }

        InstallException refusal = Assert.Throws<InstallException>(() => new Installer(_paths, isDry: false).Install(Gather()));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("artic-risk-manager", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(first, InstallFiles.LinkTarget(_paths.Current));
        Assert.Equal(before, Files());
    }

    [SystemdFact]
    public void What_a_killed_install_has_left_does_not_hinder_the_next()
    {
        MakeRepository(First);
        string name = Gather().Name;
        _ = Directory.CreateDirectory(Path.Combine(_paths.At("/opt/artic"), name + ".new", "bin"));
        Assert.Equal(name, Install(First));
        Assert.Equal([name], Directory.GetDirectories(_paths.At("/opt/artic"), "0*").Select(Path.GetFileName));
    }

    [SystemdFact]
    public void A_version_whose_files_were_changed_is_not_gone_back_to()
    {
        string first = Install(First);
        string second = Install(Second);
        string changed = Path.Combine(_paths.At("/opt/artic"), first, "bin/artic-cli");
        File.AppendAllText(changed, "#");
        InstallException refusal = Assert.Throws<InstallException>(new Installer(_paths, isDry: false).GoBack);
        Assert.Contains(changed, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(second, InstallFiles.LinkTarget(_paths.Current));
    }

    [SystemdFact]
    public void A_file_that_is_not_its_own_is_never_written_over()
    {
        string unit = _paths.At("/etc/systemd/system/artic.target");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(unit)!);
        File.WriteAllText(unit, "somebody's");
        InstallException refusal = Assert.Throws<InstallException>(() => Install(First));
        Assert.Contains(unit, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("somebody's", File.ReadAllText(unit));
        Assert.False(Path.Exists(_paths.Current));
    }

    [SystemdFact]
    public void Nothing_is_changed_while_a_run_lives()
    {
        string first = Install(First);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(_paths.LiveRun)!);
        File.WriteAllText(_paths.LiveRun, "ARTIC_RUN=x\n");
        Assert.Contains("a run lives", Assert.Throws<InstallException>(() => Install(Second)).Message, StringComparison.Ordinal);
        Assert.Throws<InstallException>(() => new Installer(_paths, isDry: false).Uninstall(isPurged: true));
        Assert.Equal(first, InstallFiles.LinkTarget(_paths.Current));
    }

    [SystemdFact]
    public void A_dry_run_writes_nothing()
    {
        MakeRepository(First);
        new Installer(_paths, isDry: true).Install(Gather());
        Assert.Empty(Directory.GetFileSystemEntries(_paths.Root));
        _ = Install(First);
        string[] before = Files();
        MakeRepository(Second);
        new Installer(_paths, isDry: true).Install(Gather());
        new Installer(_paths, isDry: true).Uninstall(isPurged: true);
        Assert.Equal(before, Files());
    }

    [SystemdFact]
    public void Uninstalling_leaves_configuration_and_state_unless_they_are_purged()
    {
        _ = Install(First);
        string kills = _paths.At("/var/lib/artic/state/kills");
        File.WriteAllText(kills, "killed");
        new Installer(_paths, isDry: false).Uninstall(isPurged: false);
        Assert.False(Path.Exists(_paths.At("/opt/artic")));
        Assert.Empty(Directory.GetFileSystemEntries(_paths.At("/etc/systemd/system")));
        Assert.Null(InstallFiles.LinkTarget(_paths.At("/usr/local/bin/artic")));
        Assert.True(File.Exists(Configuration));
        Assert.Equal("killed", File.ReadAllText(kills));
        Assert.Throws<InstallException>(() => new Installer(_paths, isDry: false).Uninstall(isPurged: false));

        new Installer(_paths, isDry: false).Uninstall(isPurged: true);
        Assert.False(Path.Exists(_paths.Configuration));
        Assert.False(Path.Exists(_paths.State));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Install(string build)
    {
        MakeRepository(build);
        VersionFolder version = Gather();
        new Installer(_paths, isDry: false).Install(version);
        return version.Name;
    }

    private VersionFolder Gather() => new(Repository, Path.Combine(Repository, "out/bin"), "0.1.0");

    /// <summary>The repository's own deploy, configurations and texts; programs that say what build they are.</summary>
    private void MakeRepository(string build)
    {
        string root = SourceRoot();
        foreach (string part in (string[])["deploy/systemd", "config"])
        {
            foreach (string path in Directory.GetFiles(Path.Combine(root, part), "*", SearchOption.AllDirectories))
            {
                Write(Path.GetRelativePath(root, path), File.ReadAllText(path));
            }
        }

        foreach (string text in (string[])
            ["deploy/artic", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "docs/operations.md", "out/native/libonnxruntime.so.1"])
        {
            Write(text, build);
        }

        foreach (string program in (string[])
            [
                "artic-market-data", "artic-signal-bridge", "artic-risk-manager", "artic-execution-engine", "artic-position-tracker",
                "artic-cli", "artic-venue",
            ])
        {
            WriteProgram(Path.Combine(Repository, "out/bin", program), $"#!/bin/sh\necho {build}\n");
        }
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(Repository, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void WriteProgram(string path, string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, InstallFiles.Program);
    }

    private string Mode(string path) =>
        Convert.ToString((int)File.GetUnixFileMode(_paths.At(path)), 8).PadLeft(4, '0');

    /// <summary>Everything under the root, with where links point to.</summary>
    private string[] Files() =>
    [
        .. Directory.GetFileSystemEntries(_paths.Root, "*", SearchOption.AllDirectories)
            .Select(path => $"{path} {InstallFiles.LinkTarget(path)}").Order(StringComparer.Ordinal),
    ];

    private static string SourceRoot([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
