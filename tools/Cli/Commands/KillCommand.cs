using System.Text;
using System.Text.Json;
using Artic.Cli.Demo;
using Artic.Runs;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Kill;
using Artic.Hosting.Options;
using Artic.Streams.Log;

namespace Artic.Cli.Commands;

/// <summary>
/// <c>artic kill</c> and <c>artic resume</c>. Both act on the account's folder and the run's memory themselves: a kill
/// needs no service to be alive. Who did it is the user of this process.
/// </summary>
public static class KillCommand
{
    /// <summary>Stops the account of a run and prints both acknowledgements.</summary>
    public static int Kill(Installation installation, string? runName, string reason, bool json)
    {
        string? folder = installation.FindRun(runName);
        if (folder == null && runName != null)
        {
            Console.Error.WriteLine($"artic kill: there is no run '{runName}' under {installation.Runs}");
            return 2;
        }

        PipelineOptions? options = folder == null ? null : ReadOptions(new RunPaths(folder));
        AccountFolder account = new(options?.StateFolder ?? Path.Combine(installation.State, DemoConfiguration.AccountName));
        if (options == null || !Directory.Exists(new RunPaths(folder!).ControlFolder))
        {
            long generation = account.ReadLatch().Killed + 1;
            account.AppendKill(generation, Environment.UserName, reason, Clock.UtcNs());
            Console.WriteLine(json
                ? $"{{\"event\":\"latched\",\"generation\":{generation},\"live\":false}}"
                : $"latched   generation {generation}; no run is live, and none will trade until: ./artic resume --reason \"...\"");
            return 0;
        }

        KillProcedure procedure = new(new RunPaths(folder!), account, options.Venue.ReceiveWindowMs);
        KillResult result = procedure.Execute(
            Environment.UserName, reason,
            (generation, latched) => Console.WriteLine(json
                ? Encoding.UTF8.GetString(KillJson.Latched(generation, latched))
                : FormattableString.Invariant($"latched   after {latched / 1e6:0.000} ms")));
        Console.WriteLine(json
            ? Encoding.UTF8.GetString(KillJson.Stopped(result))
            : FormattableString.Invariant($"stopped   after {result.StoppedNs / 1e6:0.000} ms; generation {result.Generation}; the venue accepts no more orders of this account"));
        if (result.EngineEnded && !json)
        {
            Console.WriteLine("          the execution engine did not answer within 100 ms and was ended");
        }

        return 0;
    }

    /// <summary>Resumes the account in the name of this process's user.</summary>
    public static int Resume(Installation installation, string? runName, string reason)
    {
        string? folder = installation.FindRun(runName);
        PipelineOptions? options = folder == null ? null : ReadOptions(new RunPaths(folder));
        AccountFolder account = new(options?.StateFolder ?? Path.Combine(installation.State, DemoConfiguration.AccountName));
        long generation = account.Resume(Environment.UserName, reason, Clock.UtcNs());
        Console.WriteLine(generation == 0
            ? "nothing to resume: the account is not killed"
            : $"resumed   generation {generation}, by {Environment.UserName}");
        return 0;
    }

    private static PipelineOptions? ReadOptions(RunPaths paths) =>
        File.Exists(paths.Configuration)
            ? JsonSerializer.Deserialize(File.ReadAllText(paths.Configuration), OptionsJson.Default.PipelineOptions)
            : null;
}
