namespace Artic.Cli.Installing;

/// <summary>Where an installation's parts lie under a root, which is "/" but for images and tests. Immutable.</summary>
/// <param name="root">The root.</param>
/// <param name="prefix">Folder of the versions, as the installed machine sees it.</param>
public sealed class InstallPaths(string root, string prefix)
{
    /// <summary>The root.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Folder of the versions, as the installed machine sees it.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>The version in force: a symbolic link beside the versions.</summary>
    public string Current => Path.Combine(At(Prefix), "current");

    /// <summary>The version that was in force before it.</summary>
    public string Previous => Path.Combine(At(Prefix), "previous");

    /// <summary>The operator's configuration.</summary>
    public string Configuration => At("/etc/artic");

    /// <summary>Runs, accounts and models.</summary>
    public string State => At("/var/lib/artic");

    /// <summary>There while a run lives (artic-run.service).</summary>
    public string LiveRun => At("/run/artic/run.env");

    /// <summary>
    /// Links outside the prefix, and what of the version in force each points to: the program, units, users, folders. They never
    /// change, so a change of version is one rename.
    /// </summary>
    public IEnumerable<(string Link, string Target)> Links(IEnumerable<string> units)
    {
        string current = Path.Combine(Prefix, "current");
        yield return (At("/usr/local/bin/artic"), Path.Combine(current, "bin/artic"));
        yield return (At("/usr/lib/sysusers.d/artic.conf"), Path.Combine(current, "share/systemd/sysusers.d/artic.conf"));
        yield return (At("/usr/lib/tmpfiles.d/artic.conf"), Path.Combine(current, "share/systemd/tmpfiles.d/artic.conf"));
        foreach (string unit in units)
        {
            yield return (At($"/etc/systemd/system/{unit}"), Path.Combine(current, "share/systemd", unit));
        }
    }

    /// <summary>A path of the installed machine, under the root.</summary>
    public string At(string path) => Path.Combine(Root, path.TrimStart('/'));
}
