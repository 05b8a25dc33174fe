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
