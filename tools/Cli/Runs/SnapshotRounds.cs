using System.Text.Json;
using Artic.Hosting.Options;
using Artic.Hosting.Snapshots;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;

namespace Artic.Cli.Runs;

/// <summary>
/// A round of snapshots every so often while a run lives, on a thread of its own; each result is a line in
/// <c>logs/snapshots.log</c>. Owner: who supervises the run.
/// </summary>
public sealed class SnapshotRounds : IDisposable
{
    private readonly SnapshotRound _round;
    private readonly string _log;
    private readonly TimeSpan _every;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread? _thread;

    /// <param name="installation">Where the programs lie.</param>
    /// <param name="paths">The run.</param>
    /// <param name="options">Its configuration.</param>
    public SnapshotRounds(Installation installation, RunPaths paths, PipelineOptions options)
    {
        _round = new SnapshotRound(installation, paths, options);
        _log = Path.Combine(paths.Logs, "snapshots.log");
        _every = TimeSpan.FromSeconds(options.Snapshots.EveryS);
        if (_every > TimeSpan.Zero)
        {
            _thread = new Thread(Repeat) { Name = "artic-snapshots", IsBackground = true };
            _thread.Start();
        }
    }

    /// <summary>What was removed of a stream, as one line.</summary>
    public static string Json(in TrimResult trimmed)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("trimmed", RunPaths.NameOf(trimmed.Stream));
            json.WriteNumber("segments", trimmed.Segments);
            json.WriteNumber("bytes", trimmed.Bytes);
            json.WriteNumber("first", trimmed.First);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Ends the round in hand; no other begins.</summary>
    public void Dispose()
    {
        _end.Set();
        _round.Stop();
        _thread?.Join();
        _end.Dispose();
    }

    private void Repeat()
    {
        try
        {
            while (!_end.Wait(_every))
            {
                _ = _round.Execute(result => Say(result.ToJson(), result.Error));
                if (!_end.IsSet)
                {
                    _round.Trimmed.ForEach(trimmed => Say(Json(trimmed), null));
                }
            }
        }
#pragma warning disable CA1031 // The top of a thread: trading goes on without snapshots, and the reason is said.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"artic: no more snapshots are written: {error.Message}");
        }
    }

    private void Say(string line, string? error)
    {
        File.AppendAllText(_log, line + "\n");
        if (error != null)
        {
            Console.Error.WriteLine($"artic: a snapshot was not written: {error}");
        }
    }
}
