using System.Diagnostics;

namespace Artic.Cli.Installing;

/// <summary>
/// Installs, goes back and uninstalls under a root. A version's files lie in a folder of their own; everything outside points to them
/// through one link, <c>current</c>: a version comes into force, and goes out of it, by one rename. What is the operator's is never
/// written over. Thread: one. Errors: <see cref="InstallException"/>, <see cref="IOException"/>; what was in force still is.
/// </summary>
/// <param name="paths">Where.</param>
/// <param name="isDry">Say what would be done, and do nothing.</param>
public sealed class Installer(InstallPaths paths, bool isDry)
{
    private readonly bool _isThisMachine = paths.Root == "/";

    /// <summary>Brings a version into force.</summary>
    public void Install(VersionFolder version)
    {
        RefuseWhileARunLives();
        string folder = Path.Combine(paths.At(paths.Prefix), version.Name);
        CheckLinks(version.Units);
        if (!Directory.Exists(folder))
        {
            Do($"write {folder}", () =>
            {
                _ = Directory.CreateDirectory(paths.At(paths.Prefix));
                version.Write(folder);
            });
        }
        else if (VersionFolder.FaultIn(folder) is { } fault)
        {
            throw new InstallException($"{fault}: remove {folder}, which is not in order, and install again");
        }

        MakeUsersAndFolders(folder);
        string? before = InstallFiles.LinkTarget(paths.Current);
        bool isNew = before != version.Name;
        if (isNew && before != null)
        {
            Do($"keep {before} as the way back", () => InstallFiles.Link(paths.Previous, before));
        }

        if (isNew)
        {
            Do($"bring {version.Name} into force", () => InstallFiles.Link(paths.Current, version.Name));
        }
        else
        {
            Say($"{version.Name} is in force already");
        }

        PlaceLinks(version.Units);
        PlaceConfiguration();
        ReadUnitsAgain();
    }

    /// <summary>Brings the version before into force again; once more goes forth.</summary>
    public void GoBack()
    {
        RefuseWhileARunLives();
        string? current = InstallFiles.LinkTarget(paths.Current);
        string previous = InstallFiles.LinkTarget(paths.Previous) is { } before && current != null
            ? before
            : throw new InstallException($"there is no version before the one in force under {paths.At(paths.Prefix)}");
        string folder = Path.Combine(paths.At(paths.Prefix), previous);
        if (VersionFolder.FaultIn(folder) is { } fault)
        {
            throw new InstallException($"{fault}: it is not gone back to");
        }

        string[] units = [.. VersionFolder.UnitsIn(folder)];
        CheckLinks(units);
        MakeUsersAndFolders(folder);
        Do($"bring {previous} into force in place of {current}", () => InstallFiles.Link(paths.Current, previous));
        Do($"keep {current} as the way back", () => InstallFiles.Link(paths.Previous, current!));
        PlaceLinks(units);
        ReadUnitsAgain();
    }

    /// <summary>Takes the programs away; with <paramref name="isPurged"/> configuration, runs and accounts too.</summary>
    public void Uninstall(bool isPurged)
    {
        RefuseWhileARunLives();
        string prefix = paths.At(paths.Prefix);
        string? current = InstallFiles.LinkTarget(paths.Current);
        if (current == null && !isPurged)
        {
            throw new InstallException($"nothing is installed under {prefix}");
        }

        if (_isThisMachine && HasSystemd && current != null)
        {
            Do("disable artic.target", () => Run("systemctl", "disable", "artic.target"));
        }

        string folder = current == null ? "" : Path.Combine(prefix, current);
        foreach ((string link, string target) in paths.Links(Directory.Exists(folder) ? VersionFolder.UnitsIn(folder) : []))
        {
            if (InstallFiles.LinkTarget(link) == target)
            {
                Do($"remove {link}", () => File.Delete(link));
            }
        }

        if (Directory.Exists(prefix))
        {
            Do($"remove {prefix}", () => Directory.Delete(prefix, recursive: true));
        }

        foreach (string kept in (string[])[paths.Configuration, paths.State])
        {
            if (!Directory.Exists(kept))
            {
                continue;
            }

            if (isPurged)
            {
                Do($"remove {kept}", () => Directory.Delete(kept, recursive: true));
            }
            else
            {
                Say($"{kept} stays (--purge removes it)");
            }
        }

        ReadUnitsAgain();
    }

    /// <summary>One run, one version: a restarted service would take the new one.</summary>
    private void RefuseWhileARunLives()
    {
        if (File.Exists(paths.LiveRun))
        {
            throw new InstallException($"a run lives ({paths.LiveRun}): end it first, systemctl stop artic.target");
        }
    }

    /// <summary>Before anything is changed: what stands in a link's place and is not ours is the operator's.</summary>
    private void CheckLinks(IEnumerable<string> units)
    {
        foreach ((string link, string target) in paths.Links(units))
        {
            string? found = InstallFiles.LinkTarget(link);
            if (found != target && (found != null || Path.Exists(link)))
            {
                throw new InstallException($"{link} is there already and is not of this installation: move it away");
            }
        }
    }

    private void PlaceLinks(IEnumerable<string> units)
    {
        (string Link, string Target)[] wanted = [.. paths.Links(units)];
        foreach ((string link, string target) in wanted)
        {
            if (InstallFiles.LinkTarget(link) != target)
            {
                Do($"link {link} to {target}", () =>
                {
                    _ = Directory.CreateDirectory(Path.GetDirectoryName(link)!);
                    InstallFiles.Link(link, target);
                });
            }
        }

        // A unit that the version before had and this one has not.
        string folder = paths.At("/etc/systemd/system");
        foreach (string link in Directory.Exists(folder) ? Directory.GetFiles(folder, "artic*") : [])
        {
            if (InstallFiles.LinkTarget(link)?.StartsWith(paths.Prefix + "/current/", StringComparison.Ordinal) == true &&
                !wanted.Any(each => each.Link == link))
            {
                Do($"remove {link}", () => File.Delete(link));
            }
        }
    }

    private void PlaceConfiguration()
    {
        string configuration = Path.Combine(paths.Configuration, "pipeline.json");
        if (File.Exists(configuration))
        {
            Say($"{configuration} stays as it is");
            return;
        }

        Do($"write {configuration}: public market data of Binance, nothing is traded", () =>
        {
            _ = Directory.CreateDirectory(paths.Configuration);
            File.Copy(Path.Combine(paths.Current, "share/config/binance.json"), configuration);
        });
    }

    /// <summary>By the files of the version itself, before it is in force: under another root a link would lead out of it.</summary>
    private void MakeUsersAndFolders(string version)
    {
        string[] root = _isThisMachine ? [] : [$"--root={paths.Root}"];
        string share = Path.Combine(version, "share/systemd");
        Do("make users and groups (systemd-sysusers)", () =>
        {
            _ = Directory.CreateDirectory(paths.At("/etc"));
            Run("systemd-sysusers", [.. root, Path.Combine(share, "sysusers.d/artic.conf")]);
        });
        Do("make folders (systemd-tmpfiles)", () =>
            Run("systemd-tmpfiles", ["--create", .. root, Path.Combine(share, "tmpfiles.d/artic.conf")]));
    }

    private void ReadUnitsAgain()
    {
        if (_isThisMachine && HasSystemd)
        {
            Do("have systemd read its units again", () => Run("systemctl", "daemon-reload"));
        }
    }

    private static bool HasSystemd => Directory.Exists("/run/systemd/system");

    private void Do(string what, Action step)
    {
        Say(isDry ? $"would {what}" : what);
        if (!isDry)
        {
            step();
        }
    }

    private static void Say(string line) => Console.WriteLine(line);

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false, RedirectStandardError = true,
            })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InstallException(
                    $"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}: {errors.Trim()}");
            }
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InstallException($"{program} cannot be started ({error.Message}): install systemd, and install again");
        }
    }
}
