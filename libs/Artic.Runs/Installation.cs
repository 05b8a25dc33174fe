namespace Artic.Runs;

/// <summary>Where the binaries, runs and accounts lie. Immutable.</summary>
public sealed class Installation
{
    private Installation(string home, string binaries)
    {
        Home = home;
        Binaries = binaries;
    }

    /// <summary>Root of the repository or installation.</summary>
    public string Home { get; }

    /// <summary>Folder of the native binaries.</summary>
    public string Binaries { get; }

    /// <summary>All runs.</summary>
    public string Runs => Path.Combine(Home, "runs");

    /// <summary>All accounts.</summary>
    public string State => Path.Combine(Home, "state");

    /// <summary>Finds them from ARTIC_HOME, else from where this binary lies.</summary>
    public static Installation Find()
    {
        string beside = Path.GetDirectoryName(Environment.ProcessPath)!;
        string home = Environment.GetEnvironmentVariable("ARTIC_HOME") is { Length: > 0 } set
            ? set
            : Path.GetFullPath(Path.Combine(beside, "..", ".."));
        return new Installation(home, beside);
    }

    /// <summary>A binary of this installation.</summary>
    public string Binary(string name) => Path.Combine(Binaries, name);

    /// <summary>The models that come with the programs: the repository's, or beside installed programs.</summary>
    public string Models => Path.Combine(Home, "models") is var models && Directory.Exists(models)
        ? models
        : Path.GetFullPath(Path.Combine(Binaries, "..", "share", "models"));

    /// <summary>The run of that name, or the current one; null where there is none.</summary>
    public string? FindRun(string? name)
    {
        if (name is { Length: > 0 })
        {
            string given = name.Contains('/') ? Path.GetFullPath(name) : Path.Combine(Runs, name);
            return Directory.Exists(given) ? given : null;
        }

        string pointer = Path.Combine(Runs, "current");
        string current = File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : "";
        return current.Length > 0 && Path.Combine(Runs, current) is var folder && Directory.Exists(folder) ? folder : null;
    }
}
