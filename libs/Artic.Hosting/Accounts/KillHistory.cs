using Artic.Hosting.Kill;

namespace Artic.Hosting.Accounts;

/// <summary>
/// What the lines of the latch's history come to, taken in their order: for everything and for each scope the highest killed and
/// the highest resumed generation, and requests to resume that wait for a second person. Every kill ends all requests before
/// it. What cannot be read was a kill of everything. Thread: one.
/// </summary>
public sealed class KillHistory
{
    /// <summary>More than there will ever be; a number above it was written by hand, and would leave no room for the next kill.</summary>
    private const long MostGeneration = 1L << 62;

    private readonly Dictionary<string, ScopeLatch> _scopes = [];
    private readonly Dictionary<string, LatchLine> _requests = [];
    private readonly HashSet<(string Scope, long Generation, long UtcNs)> _kills = [];

    /// <summary>Everything.</summary>
    public ScopeLatch Whole { get; } = new();

    /// <summary>The scopes that were ever killed, by name.</summary>
    public IReadOnlyDictionary<string, ScopeLatch> Scopes => _scopes;

    /// <summary>The highest generation of any line.</summary>
    public long Highest { get; private set; }

    /// <summary>The latch of a scope, or of everything; null where it was never killed.</summary>
    public ScopeLatch? Find(KillScope scope) => scope.IsWhole ? Whole : _scopes.GetValueOrDefault(scope.Name);

    /// <summary>The request to resume that waits for a second person, or null; it may have expired.</summary>
    public LatchLine? RequestFor(KillScope scope) => _requests.GetValueOrDefault(scope.Name);

    /// <summary>The kill is among the lines so far.</summary>
    public bool Has(LatchLine kill) => _kills.Contains((kill.Scope ?? "", kill.Generation, kill.UtcNs));

    /// <summary>Takes the next line; null where it could not be read.</summary>
    public void Add(LatchLine? line)
    {
        string name = line?.Scope ?? "";
        bool isSound = (name.Length == 0 || KillScope.IsPart(name)) && line?.Generation is >= 0 and <= MostGeneration;
        switch (isSound ? line!.Event : null)
        {
            case LatchLine.Kill:
                OnKill(name, line!);
                break;
            case LatchLine.Resume:
                OnResume(name, line!);
                break;
            case LatchLine.ResumeRequest:
                _requests[name] = line!;
                break;
            default:
                // Half a line from a power cut, or a hand in the file: nobody can tell what it said, so it was a kill.
                Whole.Killed++;
                Highest = Math.Max(Highest, Whole.Killed);
                _requests.Clear();
                break;
        }
    }

    private void OnKill(string name, LatchLine line)
    {
        _ = _kills.Add((name, line.Generation, line.UtcNs));
        if (name.Length > 0 && !_scopes.ContainsKey(name))
        {
            _scopes.Add(name, new ScopeLatch());
        }

        // One that stands behind a resume holds, whatever its number.
        ScopeLatch latch = name.Length > 0 ? _scopes[name] : Whole;
        latch.Killed = Math.Max(latch.Killed, Math.Max(line.Generation, latch.Resumed + 1));
        latch.LastKill = line;
        Highest = Math.Max(Highest, latch.Killed);
        _requests.Clear();
    }

    private void OnResume(string name, LatchLine line)
    {
        ScopeLatch? latch = name.Length > 0 ? _scopes.GetValueOrDefault(name) : Whole;
        if (latch != null)
        {
            latch.Resumed = Math.Max(latch.Resumed, Math.Min(line.Generation, latch.Killed));
            latch.LastResume = line;
        }

        _ = _requests.Remove(name);
    }
}

/// <summary>How a scope, or everything, stands.</summary>
public sealed class ScopeLatch
{
    /// <summary>Highest killed generation.</summary>
    public long Killed { get; internal set; }

    /// <summary>Highest generation that was resumed.</summary>
    public long Resumed { get; internal set; }

    /// <summary>Nobody has resumed the last kill.</summary>
    public bool IsKilled => Killed > Resumed;

    /// <summary>The last kill that can be read.</summary>
    public LatchLine? LastKill { get; internal set; }

    /// <summary>The last resume that can be read.</summary>
    public LatchLine? LastResume { get; internal set; }
}
