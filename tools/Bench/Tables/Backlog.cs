using Artic.Database;
using Artic.Streams.Native;
using Npgsql;

namespace Artic.Bench.Tables;

/// <summary>
/// Brings recorded orders into the tables beside something else, as after an outage of the database, on a thread that stands behind the
/// others. Thread: its own, from <see cref="Start"/> to <see cref="Stop"/>, or to its disposal where something went wrong between.
/// </summary>
/// <param name="orders">What is brought in.</param>
/// <param name="database">Npgsql's connection string.</param>
public sealed class Backlog(RecordedOrders orders, string database) : IDisposable
{
    private Thread? _thread;
    private volatile bool _isEnough;
    private FilledRows _filled;
    private Exception? _failure;

    /// <summary>Begins.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { Name = "backlog", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends it after the transaction in hand. Errors: <see cref="IOException"/> where it could not go on.</summary>
    public FilledRows Stop()
    {
        Dispose();
        return _failure == null ? _filled : throw new IOException($"the tables take no backlog: {_failure.Message}", _failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnough = true;
        _thread?.Join();
    }

    private void Run()
    {
        ThreadSettings.StandBehind();
        try
        {
            _filled = orders.Fill(database, () => _isEnough);
        }
        catch (Exception error) when (error is NpgsqlException or DatabaseRefusedException or IOException)
        {
            _failure = error;
        }
    }
}
