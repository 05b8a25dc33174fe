using System.CommandLine;
using Artic.Runs;

namespace Artic.Cli.Installing;

/// <summary><c>artic install</c> and <c>artic uninstall</c>.</summary>
internal static class InstallCommands
{
    /// <summary>Both commands.</summary>
    public static IEnumerable<Command> Build(Installation installation)
    {
        Option<string> root = new("--root")
        {
            Description = "Install into this folder as if it were /: for images.", DefaultValueFactory = _ => "/",
        };
        Option<string> prefix = new("--prefix") { Description = "Folder of the versions.", DefaultValueFactory = _ => "/opt/artic" };
        prefix.Validators.Add(result =>
        {
            if (result.GetValue(prefix) is not ['/', _, ..])
            {
                result.AddError("--prefix is no absolute path");
            }
        });
        Option<string> from = new("--from")
        {
            Description = "The built repository.", DefaultValueFactory = _ => installation.Home,
        };
        Option<bool> dry = new("--dry-run") { Description = "Say what would be done, and do nothing." };
        Option<bool> back = new("--rollback") { Description = "Bring the version before into force again; it goes back and forth." };
        Option<bool> purge = new("--purge")
        {
            Description = "Remove configuration, runs and accounts too: kill latches, limits and the record, for good.",
        };
        Command install = new(
            "install",
            "Install this build for systemd, or upgrade to it: programs in a folder of their own under the prefix, units, users and folders, " +
            "and a first configuration where there is none. It comes into force by one rename; what fails before leaves everything as it " +
            "was. The operator's files are never written over. Needs root.")
        {
            from, root, prefix, dry, back,
        };
        install.SetAction(parsed => Do("install", () =>
        {
            InstallPaths paths = new(parsed.GetValue(root)!, parsed.GetValue(prefix)!);
            Installer installer = new(paths, parsed.GetValue(dry));
            if (parsed.GetValue(back))
            {
                installer.GoBack();
                return;
            }

            string home = Path.GetFullPath(parsed.GetValue(from)!);
            string version = typeof(InstallCommands).Assembly.GetName().Version!.ToString(3);
            installer.Install(new VersionFolder(home, Path.Combine(home, "out/bin"), version));
        }));
        Command uninstall = new(
            "uninstall", "Remove what install has placed; configuration, runs and accounts stay unless --purge. Needs root.")
        {
            root, prefix, dry, purge,
        };
        uninstall.SetAction(parsed => Do("uninstall", () =>
            new Installer(new InstallPaths(parsed.GetValue(root)!, parsed.GetValue(prefix)!), parsed.GetValue(dry)).Uninstall(
                parsed.GetValue(purge))));
        return [install, uninstall];
    }

    private static int Do(string command, Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception error) when (error is InstallException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"artic {command}: {error.Message}");
            return 1;
        }
    }
}
