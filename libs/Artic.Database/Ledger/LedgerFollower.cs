using Artic.Core.Time;
using Artic.Hosting.Logs;
using Artic.Streams.Counters;
using Artic.Streams.Native;
using Artic.Streams.Waiting;
using Npgsql;

namespace Artic.Database.Ledger;

/// <summary>
/// Keeps the tables of a live run up with its streams, on a thread of its own: nobody waits for it. A server that is away is tried
/// again, from ten times a second to every five seconds; what is not in the tables meanwhile is in the streams. Thread:
/// <see cref="Start"/> and <see cref="Stop"/> by the owner; the properties by any.
/// </summary>
public sealed class LedgerFollower
{
    private const long LookNs = 20_000_000;
    private const long FirstPauseNs = 100_000_000;

    /// <summary>When a run ends, all its services do at once: what the others say last is waited for so long.</summary>
    private const long OthersEndNs = 1_000_000_000;

    private const long LongestPauseNs = 5_000_000_000;

    private readonly DatabaseConnector _connector;
    private readonly LedgerRun _run;
    private readonly long _commitNs;
    private readonly JsonLog _log;
    private readonly Action<Exception> _onFailure;
    private readonly Counter _up;
    private readonly Counter _rows;
    private readonly Counter _commits;
    private readonly Counter _faults;
    private readonly Counter _committed;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private volatile string? _fault = "not connected yet";

    /// <param name="connector">The database; owned by this from now on.</param>
    /// <param name="run">The run.</param>
    /// <param name="commitMs">Rows are committed after so long, in milliseconds.</param>
    /// <param name="counters">Where it shows what it does.</param>
    /// <param name="log">Where it says what goes wrong.</param>
    /// <param name="onFailure">Told of what no waiting mends.</param>
    public LedgerFollower(
        DatabaseConnector connector, LedgerRun run, int commitMs, CountersFile counters, JsonLog log, Action<Exception> onFailure)
    {
        _connector = connector;
        _run = run;
        _commitNs = commitMs * 1_000_000L;
        _log = log;
        _onFailure = onFailure;
        _up = counters.Counter("database_up");
        _rows = counters.Counter("database_rows_total");
        _commits = counters.Counter("database_commits_total");
        _faults = counters.Counter("database_faults_total");
        _committed = counters.Counter("database_committed_time_seconds");
        _thread = new Thread(Run) { IsBackground = true, Name = "artic-database" };
    }

    /// <summary>Why the tables are not kept up at the moment, or null.</summary>
    public string? Fault => _fault;

    /// <summary>
    /// Looks at the database before anything begins. Errors: <see cref="DatabaseRefusedException"/> where it cannot be used, or
    /// is away and <paramref name="isRequired"/>.
    /// </summary>
    public void Check(bool isRequired)
    {
        try
        {
            new LedgerWriter(_connector, _run).Dispose();
        }
        catch (NpgsqlException error)
        {
            if (isRequired)
            {
                throw new DatabaseRefusedException(
                    $"the database {_connector.Where} is required and away ({error.Message}); start it, or set database.required to false",
                    error);
            }

            Fail(error);
        }
    }

    /// <summary>Begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>Brings in what is there, as far as a server that answers lets it, and ends the thread.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread.Join();
        _up.Set(0);
        _connector.Dispose();
    }

    private void Run()
    {
        ThreadSettings.SetName("artic-database");
        ThreadSettings.StandBehind();
        long pauseNs = FirstPauseNs;
        while (true)
        {
            try
            {
                using LedgerFeed feed = new(_connector, _run);
                pauseNs = FirstPauseNs;
                _fault = null;
                _up.Set(1);
                _log.Info($"the tables of {_connector.Where} are kept up");
                Follow(feed);
                return;
            }
            catch (DatabaseRefusedException error)
            {
                // It has come back as another one. That is no reason to end a process that trades.
                Fail(error);
                return;
            }
            catch (Exception error) when (error is NpgsqlException or LedgerMovedException or IOException or TimeoutException)
            {
                Fail(error);
                if (_stopping)
                {
                    _log.Warn($"{_connector.Where} does not have the whole run; 'artic db fill' brings the rest");
                    return;
                }

                Wait(pauseNs);
                pauseNs = Math.Min(pauseNs * 2, LongestPauseNs);
            }
#pragma warning disable CA1031 // The top of a thread: the process ends with the reason.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Fail(error);
                _onFailure(error);
                return;
            }
        }
    }

    private void Follow(LedgerFeed feed)
    {
        long rows = _rows.Value;
        long commits = _commits.Value;
        long committedNs = Clock.MonotonicNs();
        while (!_stopping)
        {
            bool isFull = feed.Read();
            if (isFull || Clock.MonotonicNs() - committedNs >= _commitNs)
            {
                feed.Commit();
                committedNs = Clock.MonotonicNs();
                _committed.Set(Clock.UtcNs() / 1_000_000_000);
                _rows.Set(rows + feed.Rows);
                _commits.Set(commits + feed.Commits);
            }

            if (!isFull)
            {
                Poll.Pause(LookNs);
            }
        }

        _ = Poll.Until(
            () =>
            {
                feed.CatchUp();
                return feed.IsWhole();
            },
            OthersEndNs, LookNs);
        feed.Stop(Clock.UtcNs());
        _rows.Set(rows + feed.Rows);
        _commits.Set(commits + feed.Commits);
    }

    private void Fail(Exception error)
    {
        string words = error.Message;
        if (_fault != words)
        {
            _log.Warn($"the database {_connector.Where} is away: {words}");
        }

        _fault = words;
        _up.Set(0);
        _faults.Set(_faults.Value + 1);
    }

    private void Wait(long pauseNs) => _ = Poll.Until(() => _stopping, pauseNs, LookNs);
}
