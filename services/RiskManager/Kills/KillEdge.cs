using System.Collections.Concurrent;
using Artic.Hosting;
using Artic.Hosting.Accounts;
using Artic.Hosting.Kill;
using Artic.Messaging.Records;
using Artic.RiskManager.Scopes;
using Artic.Streams.Control;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.RiskManager.Kills;

/// <summary>
/// Between the pages and lines in which kills and resumes are said, whoever else is alive, and the records of <c>command</c> by
/// which they reach the loop. Thread: the hot one, but for <see cref="Watch"/>. Allocates nothing where nothing is said.
/// </summary>
/// <param name="host">The process.</param>
/// <param name="handler">The loop's, for what it knows.</param>
/// <param name="command">Where records go.</param>
public sealed class KillEdge(ServiceHost host, RiskHandler handler, RecordWriter command)
{
    private readonly ConcurrentQueue<ResumeCommand> _resumes = new();
    private readonly KillObserved _kill = new();
    private readonly ScopeKillPage _page = host.ScopeKills;
    private long _latchVersion = -1;
    private long _scopeVersion = -1;
    private long _shownScopeVersion = -1;
    private ulong _shownFlatten;

    /// <summary>Something is said that is not on record.</summary>
    public bool HasInput =>
        !_resumes.IsEmpty || (ulong)host.KillWord.Generation > handler.KillGeneration || _page.Version != _scopeVersion;

    /// <summary>What has outlived the runs before, of kills; the word of this run is raised to it.</summary>
    public AccountState AtStart()
    {
        KillHistory history = host.Account.ReadHistory();
        host.KillWord.RaiseTo(history.Whole.Killed);
        AccountState account = new()
        {
            KillGeneration = (ulong)history.Whole.Killed, ResumedGeneration = (ulong)history.Whole.Resumed,
        };
        foreach ((string name, ScopeLatch latch) in history.Scopes)
        {
            if (host.Kill.Scopes.TryFind(name, out KillScope scope))
            {
                account.KilledScopes.Add(new ScopeKilled
                {
                    Scope = scope.Kind, ScopeId = scope.Id, KillGeneration = (ulong)latch.Killed,
                    ResumedGeneration = (ulong)latch.Resumed,
                });
            }
        }

        return account;
    }

    /// <summary>Puts on record what is not yet.</summary>
    public void Observe(long now)
    {
        long killed = host.KillWord.Generation;
        if ((ulong)killed > handler.KillGeneration)
        {
            Observe(ScopeKind.Unspecified, 0, killed, _page.Find(ScopeKillPage.Whole), now);
        }

        if (_page.Version != _scopeVersion)
        {
            ObserveScopes(now);
        }

        while (_resumes.TryDequeue(out ResumeCommand? resume))
        {
            Scope? part = handler.ScopeKills.Find(resume.Scope, resume.ScopeId);
            if (resume.Generation > (part?.ResumedGeneration ?? handler.ResumedGeneration))
            {
                command.Append(RecordType.ResumeCommand, resume);
                command.Commit(now);
            }
        }
    }

    /// <summary>The page says what the stream has said, never before it. After the risk page was shown.</summary>
    public void Show()
    {
        if (handler.ScopeKills.Version != _shownScopeVersion)
        {
            _shownScopeVersion = handler.ScopeKills.Version;
            for (int slot = 0; slot < ScopeKillPage.Slots && _page.KeyOf(slot) is not 0 and long key; slot++)
            {
                (ScopeKind kind, uint id) = KillScope.OfKey(key);
                if (handler.ScopeKills.Find(kind, id) is { } scope)
                {
                    // ORDER: after the control generation in the risk page, for the killer.
                    _page.SetTaken(slot, (long)scope.KillGeneration);
                }
            }
        }

        FlattenEnded ended = handler.Flattener.LastEnded;
        if (ended.KillGeneration != _shownFlatten)
        {
            _shownFlatten = ended.KillGeneration;
            if (_page.Find(KillScope.KeyOf(ended.Scope, ended.ScopeId)) is >= 0 and int slot)
            {
                bool isLeft = ended.InstrumentIds.Count > 0;
                _page.SetFlattened(slot, (long)ended.KillGeneration, new FlattenResult(
                    (long)ended.Outcome, ended.Orders, ended.InstrumentIds.Count, isLeft ? ended.InstrumentIds[0] : 0,
                    isLeft ? ended.Quantities[0] : 0));
            }
        }
    }

    /// <summary>
    /// The account's folder is where a resume is said, so that it works whoever else is alive; it reaches the loop as a
    /// record. Thread: housekeeping.
    /// </summary>
    public void Watch()
    {
        long version = host.Account.LatchVersion();
        if (version == _latchVersion)
        {
            return;
        }

        _latchVersion = version;
        KillHistory history = host.Account.ReadHistory();
        Enqueue(KillScope.Whole, history.Whole);
        foreach ((string name, ScopeLatch latch) in history.Scopes)
        {
            if (!host.Kill.Scopes.TryFind(name, out KillScope scope))
            {
                continue;
            }

            Enqueue(scope, latch);
            if (latch.IsKilled && _page.Take(scope.Key) is >= 0 and int slot && _page.RaisedOf(slot) < latch.Killed)
            {
                // Whoever said so has ended before it could raise it.
                _page.Raise(slot, latch.Killed);
            }
        }

        host.Doorbells.Ring(ConsumerId.RiskManager);
    }

    private void Enqueue(KillScope scope, ScopeLatch latch)
    {
        if (latch.LastResume is { } resume)
        {
            _resumes.Enqueue(new ResumeCommand
            {
                Generation = (ulong)latch.Resumed, By = resume.By, Reason = resume.Reason, Scope = scope.Kind, ScopeId = scope.Id,
            });
        }
    }

    private void ObserveScopes(long now)
    {
        _scopeVersion = _page.Version;
        for (int slot = 0; slot < ScopeKillPage.Slots && _page.KeyOf(slot) is not 0 and long key; slot++)
        {
            (ScopeKind kind, uint id) = KillScope.OfKey(key);
            long raised = _page.RaisedOf(slot);
            if (handler.ScopeKills.Find(kind, id) is { } scope && (ulong)raised > scope.KillGeneration)
            {
                Observe(kind, id, raised, slot, now);
            }
        }
    }

    /// <summary>Puts a kill on record. Whoever takes what it asked for besides has it to do.</summary>
    private void Observe(ScopeKind kind, uint id, long generation, int slot, long now)
    {
        _kill.Generation = (ulong)generation;
        _kill.Scope = kind;
        _kill.ScopeId = id;
        _kill.Flatten = slot >= 0 && _page.TakeFlatten(slot, generation);
        command.Append(RecordType.KillObserved, _kill);
        command.Commit(now);
    }
}
