using System.Text;
using Artic.Hosting.Options;
using Artic.Hosting.Supervision;
using Artic.Runs;
using Artic.Runs.Rights;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Cli.Runs;

/// <summary>
/// <c>artic keep</c>: a run whose services somebody else starts, each as a user of its own (systemd: <c>artic-run.service</c>). It
/// makes the run's folder and memory with the rights of each file, holds the account, writes snapshots, and takes the memory away
/// when the run has ended. Thread: the main thread. Needs to be root, unless one user has it all (containers of one pod).
/// </summary>
/// <param name="installation">Where programs, runs and accounts lie.</param>
/// <param name="configuration">The file.</param>
/// <param name="name">Name of the run, or null.</param>
/// <param name="idle">How hot threads wait; null: cores, priorities and waiting are those of the file.</param>
/// <param name="folder">Where the services' environment (<c>run.env</c>), their tokens, and a file for each that is wanted go.</param>
/// <param name="etc">Where <c>passwd</c> and <c>group</c> are; null: every service is this very user.</param>
public sealed class KeepCommand(
    Installation installation, string configuration, string? name, IdleStrategy? idle, string folder, string? etc)
{
    private const long LookNs = 50_000_000;

    /// <summary>There while the run lives.</summary>
    private string VariablesFile => Path.Combine(folder, "run.env");

    /// <summary>Keeps it until SIGTERM or SIGINT and gives the exit code: 2 for a configuration that cannot be, 1 for a failure.</summary>
    public int Execute()
    {
        List<string> violations = [];
        PipelineOptions? options = RunConfiguration.Read(installation, configuration, violations);
        using Interruption interruption = new();
        try
        {
            if (options == null)
            {
                return Refuse(violations);
            }

            using ServiceManager? manager = ServiceManager.Find(Environment.GetEnvironmentVariable, Environment.ProcessId);
            RunRights? rights = etc == null ? null : new RunRights(new SystemAccounts(etc));
            using AccountRun run = AccountRun.Create(
                installation, options.Account, name, options.Venue.Market, new Dictionary<string, int>());
            return Keep(run, options, rights, manager);
        }
        catch (Exception error) when (error is RunRefusedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"artic keep: {error.Message}");
            return 1;
        }
    }

    private int Keep(AccountRun run, PipelineOptions options, RunRights? rights, ServiceManager? manager)
    {
        // The account is ours: what a keeper that was killed has left is of no run that lives.
        _ = Directory.CreateDirectory(folder);
        File.Delete(VariablesFile);
        string waiting = "as configured";
        if (idle is { } asked)
        {
            ThreadPlan plan = ThreadPlan.Choose(asked);
            plan.Apply(options.Services);
            waiting = plan.Idle.ToString().ToLowerInvariant();
            Console.Error.WriteLine($"idle {waiting}: {plan.Why}; hot core {string.Join(",", plan.HotCores)}");
        }

        List<string> violations = run.Configure(options);
        if (violations.Count > 0)
        {
            return Refuse(violations);
        }

        rights?.Grant(run.Paths, options);
        string[] services = [.. OptionsRules.ServiceNames.Where(options.Services.ContainsKey)];
        RunRecord.Begin(
            run, $"{options.Venue.Market} at {options.Venue.MarketStreamUrl}", waiting,
            services.Select(service => (service, installation.Binary($"artic-{service}"))));
        Announce(run, services);
        manager?.Ready();
        manager?.Status($"run {run.Paths.RunId}: {string.Join(", ", services)}");
        Console.Error.WriteLine($"run {run.Paths.RunFolder}: {string.Join(", ", services)}");
        using (SnapshotRounds rounds = new(installation, run.Paths, run.Options))
        {
            while (!Interruption.IsWanted)
            {
                _ = Poll.Until(() => Interruption.IsWanted, LookNs, LookNs);
            }

            manager?.Stopping();
        }

        File.Delete(VariablesFile);

        RunRecord.End(run, json =>
        {
            json.WriteStartObject();
            json.WriteNull("failure");
            json.WriteEndObject();
        });
        if (run.ArchiveFault() is { } fault)
        {
            Console.Error.WriteLine($"artic keep: {fault}");
            return 1;
        }

        return 0;
    }

    /// <summary>Says to the units which run it is and which services it has, and hands each its token; nothing of a run before stays.</summary>
    private void Announce(AccountRun run, string[] services)
    {
        foreach (string part in (string[])["services", "tokens"])
        {
            string path = Path.Combine(folder, part);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }

            _ = Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (string service in services)
        {
            File.WriteAllText(Path.Combine(folder, "services", service), "");
            File.Copy(run.Paths.TokenOf(service), Path.Combine(folder, "tokens", service));
        }

        // Who finds it finds all of it.
        DurableFile.Write(VariablesFile, Encoding.UTF8.GetBytes($"ARTIC_RUN={run.Paths.RunFolder}\n"));
    }

    private int Refuse(List<string> violations)
    {
        Console.Error.WriteLine($"artic keep: {configuration} cannot be:\n  {string.Join("\n  ", violations)}");
        return 2;
    }
}
