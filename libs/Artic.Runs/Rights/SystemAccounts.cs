using System.Globalization;

namespace Artic.Runs.Rights;

/// <summary>
/// Numbers of this machine's users and groups by their names, from <c>passwd</c> and <c>group</c>, where systemd-sysusers puts
/// them. Immutable. Errors: <see cref="RunRefusedException"/> names who is missing.
/// </summary>
public sealed class SystemAccounts
{
    private readonly Dictionary<string, uint> _users;
    private readonly Dictionary<string, uint> _groups;
    private readonly string _folder;

    /// <param name="folder">Where the two files are: <c>/etc</c>. Blocks for them.</param>
    public SystemAccounts(string folder)
    {
        _folder = folder;
        _users = Read(Path.Combine(folder, "passwd"));
        _groups = Read(Path.Combine(folder, "group"));
    }

    /// <summary>A user's number.</summary>
    public uint User(string name) => _users.TryGetValue(name, out uint number) ? number : throw Missing("user", name, "passwd");

    /// <summary>A group's number.</summary>
    public uint Group(string name) => _groups.TryGetValue(name, out uint number) ? number : throw Missing("group", name, "group");

    private RunRefusedException Missing(string what, string name, string file) =>
        new($"there is no {what} {name} in {Path.Combine(_folder, file)}: systemd-sysusers makes it from sysusers.d/artic.conf");

    /// <summary>Both files are lines of fields between colons: the name first, the number third.</summary>
    private static Dictionary<string, uint> Read(string path)
    {
        Dictionary<string, uint> numbers = [];
        foreach (string line in File.ReadLines(path))
        {
            string[] fields = line.Split(':');
            if (fields.Length > 2 && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
            {
                _ = numbers.TryAdd(fields[0], number);
            }
        }

        return numbers;
    }
}
