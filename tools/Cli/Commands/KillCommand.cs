using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Cli.Demo;
using Artic.Core.Domain;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Kill;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Commands;

/// <summary>
/// <c>artic kill</c> and <c>artic resume</c>. Both act on the account's folder and the run's memory themselves: a kill
/// needs no service to be alive. Who did it is the user of this process.
/// </summary>
public static class KillCommand
{
    /// <summary>Everything is stopped, but a position remains that was to be closed.</summary>
    private const int ExitNotFlat = 3;

    /// <summary>Stops the account of a run, or a part of it, and prints the acknowledgements.</summary>
    public static int Kill(Installation installation, string? runName, string? scopeName, bool flatten, string reason, bool json)
    {
        if (!TryOpen(installation, "kill", runName, scopeName, out Target target))
        {
            return 2;
        }

        KillRequest request = new(Environment.UserName, reason, target.Scope, flatten);
        if (target.Live is not { } paths)
        {
            return KillAtRest(target.Account, request, json);
        }

        KillProcedure procedure = new(paths, target.Account, target.Options!.Venue.ReceiveWindowMs, target.Scopes);
        KillResult result = procedure.Execute(request, latched => Say(json, KillJson.Latched(latched), Text(latched)));
        Say(json, KillJson.Stopped(result), Text(result));
        if (result.EngineEnded && !json)
        {
            Console.WriteLine("          the execution engine did not answer within 100 ms and was ended");
        }

        if (!flatten)
        {
            return 0;
        }

        FlattenAnswer answer = procedure.AwaitFlatten(result);
        Say(json, KillJson.Flattened(answer), Text(answer));
        return answer.Outcome == FlattenAnswer.Flat ? 0 : ExitNotFlat;
    }

    /// <summary>Resumes the account, or a part of it, in the name of this process's user.</summary>
    public static int Resume(Installation installation, string? runName, string? scopeName, string reason)
    {
        if (!TryOpen(installation, "resume", runName, scopeName, out Target target))
        {
            return 2;
        }

        string user = Environment.UserName;
        ResumeDesk desk = new(target.Account, target.Options?.Kill.ResumePersons ?? 1);
        ResumeAnswer answer = desk.Ask(new ResumeRequest(user, IsNamed: true, target.Scope, reason));
        string what = target.Scope.IsWhole ? "the account" : target.Scope.Name;
        switch (answer.Outcome)
        {
            case ResumeOutcome.Resumed:
                Console.WriteLine($"resumed   generation {answer.Generation}, by {answer.By}");
                break;
            case ResumeOutcome.Requested:
                Console.WriteLine($"requested generation {answer.Generation}, by {answer.By}: a second person has ten minutes to resume as well");
                break;
            default:
                if (answer.Code != "NOTHING_TO_RESUME")
                {
                    Console.Error.WriteLine($"artic resume: {answer.Code}: {answer.Message}");
                    return 1;
                }

                Console.WriteLine($"nothing to resume: {what} is not killed");
                break;
        }

        if (answer.StillKilled.Count > 0)
        {
            Console.WriteLine($"          still killed: {string.Join(", ", answer.StillKilled)}");
        }

        return 0;
    }

    private static int KillAtRest(AccountFolder account, KillRequest request, bool json)
    {
        long generation = account.ReadHistory().Highest + 1;
        account.AppendKill(generation, request with { Flatten = false }, Clock.UtcNs());
        string scope = request.Scope.IsWhole ? "" : $" --scope {request.Scope.Name}";
        Console.WriteLine(json
            ? $"{{\"event\":\"latched\",\"generation\":{generation},\"live\":false}}"
            : $"latched   generation {generation}; no run is live, and none will trade until: ./artic resume{scope} --reason \"...\"");
        if (request.Flatten)
        {
            FlattenAnswer answer = new(FlattenAnswer.RiskManagerSilent, 0);
            Say(json, KillJson.Flattened(answer), Text(answer));
        }

        return request.Flatten ? ExitNotFlat : 0;
    }

    private static void Say(bool json, byte[] machine, string people) =>
        Console.WriteLine(json ? Encoding.UTF8.GetString(machine) : people);

    private static string Text(KillLatched latched) => Line(
        $"latched   after {latched.LatchedNs / 1e6:0.000} ms{(latched.Widened ? "; EVERYTHING is stopped" : "")}");

    private static string Text(KillResult result)
    {
        string after = Line($"stopped   after {result.StoppedNs / 1e6:0.000} ms; generation {result.Generation}; ");
        return result.Widened != null
            ? $"{after}{result.Widened}: not {result.Scope.Name} alone but EVERYTHING is stopped; the venue accepts no more orders of this account"
            : result.Scope.IsWhole ? $"{after}the venue accepts no more orders of this account"
            : $"{after}the venue accepts no more orders of {result.Scope.Name}; the rest trades on";
    }

    private static string Text(FlattenAnswer answer) => answer.Outcome switch
    {
        FlattenAnswer.Flat => Line($"flat      after {answer.Ns / 1e6:0.000} ms, by {answer.Orders} orders"),
        FlattenAnswer.RiskManagerSilent => "NOT FLAT  no risk manager is there that could close the position; nothing was sent",
        FlattenAnswer.Widened => "NOT FLAT  everything was stopped in place of a part: nothing is closed for that",
        FlattenAnswer.Unconfirmed => "NOT FLAT  not yet: it is under way still, and a kill without --flatten ends it",
        _ => Line($"NOT FLAT  {answer.Outcome} after {answer.Ns / 1e6:0.000} ms and {answer.Orders} orders; something remains in {answer.Remaining} instruments") +
            (answer.Instrument == null ? "" : $", {FixedPoint.ToText(answer.Quantity, OptionsRules.Scale)} in {answer.Instrument}"),
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool TryOpen(Installation installation, string command, string? runName, string? scopeName, out Target target)
    {
        string? folder = installation.FindRun(runName);
        RunPaths? paths = folder == null ? null : new RunPaths(folder);
        PipelineOptions? options = paths == null ? null : ReadOptions(paths);
        KillScopes scopes = new(options);
        bool isKnown = scopes.TryFind(scopeName, out KillScope scope);
        target = new Target(
            options, new AccountFolder(options?.StateFolder ?? Path.Combine(installation.State, DemoConfiguration.AccountName)),
            scopes, scope, options != null && Directory.Exists(paths!.ControlFolder) ? paths : null);
        if (folder == null && runName != null)
        {
            Console.Error.WriteLine($"artic {command}: there is no run '{runName}' under {installation.Runs}");
            return false;
        }

        if (!isKnown)
        {
            Console.Error.WriteLine($"artic {command}: SCOPE_UNKNOWN: '{scopeName}'; the scopes are {scopes.Known}. Nothing was done");
        }

        return isKnown;
    }

    private static PipelineOptions? ReadOptions(RunPaths paths) =>
        File.Exists(paths.Configuration)
            ? JsonSerializer.Deserialize(File.ReadAllText(paths.Configuration), OptionsJson.Default.PipelineOptions)
            : null;

    /// <summary>What a command is about.</summary>
    /// <param name="Options">The run's configuration; null: there is none.</param>
    /// <param name="Account">The account.</param>
    /// <param name="Scopes">What there is.</param>
    /// <param name="Scope">What is meant.</param>
    /// <param name="Live">The run, where its memory is there.</param>
    private sealed record Target(
        PipelineOptions? Options, AccountFolder Account, KillScopes Scopes, KillScope Scope, RunPaths? Live);
}
