using Artic.Runs;
using Artic.Streams.Waiting;
using Npgsql;

namespace Artic.Bench.Figures;

/// <summary>What the options of all measurements have in common.</summary>
public static class BenchOptions
{
    /// <summary>Tells all that is wrong with a command's options; false where nothing is.</summary>
    public static bool AreRefused(string command, List<string> violations)
    {
        if (violations.Count > 0)
        {
            Console.Error.WriteLine($"artic bench {command}: these options cannot be:");
            violations.ForEach(violation => Console.Error.WriteLine($"  {violation}"));
        }

        return violations.Count > 0;
    }

    /// <summary>Adds what is wrong with the ticks of a chain in each second.</summary>
    public static void CheckRate(int rate, List<string> violations) => Check(rate, "--rate", 10, 50_000, violations);

    /// <summary>Adds what is wrong with the length of a run of the chain.</summary>
    public static void CheckSeconds(int seconds, List<string> violations) => Check(seconds, "--seconds", 1, 600, violations);

    /// <summary>Adds what is wrong with a number of an option.</summary>
    public static void Check(int value, string option, int lowest, int highest, List<string> violations)
    {
        if (value < lowest || value > highest)
        {
            violations.Add(FormattableString.Invariant($"{option} {value}: must be {lowest} to {highest}"));
        }
    }

    /// <summary>Adds what is wrong with how hot threads are to wait, and what this machine cannot do.</summary>
    public static void CheckIdle(string idle, List<string> violations)
    {
        if (!Enum.TryParse(idle, ignoreCase: true, out IdleStrategy strategy) || !Enum.IsDefined(strategy))
        {
            violations.Add($"--idle {idle}: is none of auto, spin, relay, yield, park");
        }
        else if (ThreadPlan.Objection(strategy) is { } objection)
        {
            violations.Add($"--idle {idle}: {objection}");
        }
    }

    /// <summary>Adds what is wrong with Npgsql's words for where a database is.</summary>
    public static void CheckDatabase(string database, List<string> violations)
    {
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(database).Host))
            {
                violations.Add("--database: names no host; write \"Host=...;Database=...;Username=...\"");
            }
        }
        catch (ArgumentException error)
        {
            violations.Add($"--database: {error.Message}");
        }
    }

    /// <summary>Adds what is wrong with the place of a report; null: none is written.</summary>
    public static void CheckJson(string? json, List<string> violations)
    {
        string? folder = json == null ? null : Path.GetDirectoryName(Path.GetFullPath(json));
        if (folder != null && !Directory.Exists(folder))
        {
            violations.Add($"--json {json}: there is no folder {folder}");
        }
    }
}
