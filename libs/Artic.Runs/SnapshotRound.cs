using System.Diagnostics;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Hosting.Snapshots;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;

namespace Artic.Runs;

/// <summary>
/// One round of snapshots: each service's follower in its turn, then retention, where every follower was content. The
/// followers end with the process that started them. Thread: one, but for <see cref="Stop"/>.
/// </summary>
/// <param name="installation">Where the programs lie.</param>
/// <param name="paths">The run.</param>
/// <param name="options">Its configuration.</param>
public sealed class SnapshotRound(Installation installation, RunPaths paths, PipelineOptions options)
{
    private readonly Lock _lock = new();
    private Process? _follower;
    private bool _stopping;

    /// <summary>What retention has removed.</summary>
    public List<TrimResult> Trimmed { get; private set; } = [];

    /// <summary>Why nothing may be removed; null where what is beyond the limits and not needed went.</summary>
    public string? Kept { get; private set; }

    /// <summary>
    /// Does it; gives the worst exit code of the followers, 0 where all are content. Blocks for as long as it takes.
    /// </summary>
    /// <param name="onResult">Called for each follower.</param>
    public int Execute(Action<SnapshotResult> onResult)
    {
        int exit = 0;
        (Trimmed, Kept) = ([], null);
        foreach (string service in OptionsRules.ServiceNames)
        {
            if (Follow(service) is not { } result)
            {
                return 1;
            }

            onResult(result);
            exit = Math.Max(exit, result.Outcome switch
            {
                SnapshotResult.Written or SnapshotResult.Unchanged => 0,
                SnapshotResult.Differs => 3,
                _ => 1,
            });
        }

        if (exit == 0)
        {
            try
            {
                Trimmed = StreamRetention.Apply(paths, options.Retention, Clock.UtcNs(), out string? kept);
                Kept = kept;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Kept = error.Message;
                exit = 1;
            }
        }

        return exit;
    }

    /// <summary>Ends the round: its follower at once, and no other follows. Thread: any.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopping = true;
            _follower?.Kill();
        }
    }

    /// <summary>Null where the round was stopped.</summary>
    private SnapshotResult? Follow(string service)
    {
        ProcessStartInfo start = new("setpriv")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (string argument in (string[])
            ["--pdeathsig", "TERM", "--", installation.Binary($"artic-{service}"), "--run", paths.RunFolder, "--snapshot"])
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        lock (_lock)
        {
            if (_stopping)
            {
                return null;
            }

            process = Process.Start(start) ?? throw new IOException($"artic-{service} could not be started");
            _follower = process;
        }

        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        lock (_lock)
        {
            _follower = null;
            process.Dispose();
            if (_stopping)
            {
                return null;
            }
        }

        return SnapshotResult.TryParse(output) ?? new SnapshotResult
        {
            Service = service, Outcome = SnapshotResult.Failed, Error = (errors.Result + output).Trim(),
        };
    }
}
