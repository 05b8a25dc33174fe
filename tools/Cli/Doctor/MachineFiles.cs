using System.Globalization;

namespace Artic.Cli.Doctor;

/// <summary>The texts of <c>/proc</c> and <c>/sys</c>, under a root that is "/" but in tests. Thread: any.</summary>
public sealed class MachineFiles(string root)
{
    /// <summary>The text without its last line end; null where the file is missing or cannot be read.</summary>
    public string? Read(string path)
    {
        try
        {
            string file = Path.Combine(root, path.TrimStart('/'));
            return File.Exists(file) ? File.ReadAllText(file).TrimEnd() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The cores of a list such as "0-3,8"; none where the file is missing or holds anything else.</summary>
    public HashSet<int> Cores(string path)
    {
        HashSet<int> cores = [];
        foreach (string part in (Read(path) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-');
            if (int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) &&
                int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last))
            {
                for (int core = first; core <= Math.Min(last, 4095); core++)
                {
                    _ = cores.Add(core);
                }
            }
        }

        return cores;
    }

    /// <summary>The soft limit of a line of /proc/self/limits; null where it is missing, long.MaxValue for unlimited.</summary>
    public long? Limit(string name)
    {
        foreach (string line in (Read("/proc/self/limits") ?? "").Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                string soft = line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
                return soft == "unlimited" ? long.MaxValue
                    : long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
                    : null;
            }
        }

        return null;
    }

    /// <summary>The type of the file system that holds a folder, by the longest mount point above it.</summary>
    public string FileSystemOf(string folder)
    {
        string type = "";
        int longest = -1;
        foreach (string line in (Read("/proc/self/mounts") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            string point = parts.Length > 2 ? parts[1].TrimEnd('/') : "?";
            if (point.Length > longest && (folder + "/").StartsWith(point + "/", StringComparison.Ordinal))
            {
                longest = point.Length;
                type = parts[2];
            }
        }

        return type;
    }

    /// <summary>The choice in brackets of a line such as "always [madvise] never".</summary>
    public string? Choice(string path)
    {
        string? text = Read(path);
        int open = text?.IndexOf('[', StringComparison.Ordinal) ?? -1;
        int close = text?.IndexOf(']', StringComparison.Ordinal) ?? -1;
        return open >= 0 && close > open ? text![(open + 1)..close] : text;
    }
}
