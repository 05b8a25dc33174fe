using System.Diagnostics;
using System.Globalization;
using Artic.Cli.Runs;
using Artic.Cli.Streams;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Hosting.Verification;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Commands;

/// <summary>
/// <c>artic verify</c>: has each service run its loop again over the record of a run and compare its output byte for
/// byte. Thread: the main thread.
/// </summary>
public static class VerifyCommand
{
    /// <summary>Exit code where a stream is not what its loop says again.</summary>
    public const int ExitDiffers = 3;

    /// <summary>Verifies some runs, the current one where none is named.</summary>
    public static int Execute(Installation installation, string[] runs, bool asJson)
    {
        int exit = 0;
        foreach (string? name in runs.Length == 0 ? new string?[] { null } : runs)
        {
            string? folder = installation.FindRun(name);
            if (folder == null)
            {
                Console.Error.WriteLine($"artic verify: there is no run {name ?? "yet"}; runs lie in {installation.Runs}");
                return 1;
            }

            exit = Math.Max(exit, Verify(installation, folder, asJson));
        }

        return exit;
    }

    private static int Verify(Installation installation, string folder, bool asJson)
    {
        if (!asJson)
        {
            Console.WriteLine($"{folder}");
        }

        int exit = 0;
        RunPaths paths = new(folder);
        foreach (StreamId stream in StreamCommand.All)
        {
            if (RunRecord.FaultOfEnd(paths, stream) is { } fault)
            {
                Console.Error.WriteLine($"artic verify: {fault}");
                exit = ExitDiffers;
            }
        }

        foreach (string service in OptionsRules.ServiceNames)
        {
            long begin = Clock.MonotonicNs();
            VerificationResult? result = RunAgain(installation, service, folder, out string said);
            if (result == null)
            {
                Console.Error.WriteLine($"artic verify: artic-{service} did not verify {folder}:\n{said}");
                exit = Math.Max(exit, 1);
                continue;
            }

            exit = result.Identical ? exit : ExitDiffers;
            Console.WriteLine(asJson ? result.ToJson() : string.Create(
                CultureInfo.InvariantCulture,
                $"  {result.Stream,-10} {(result.Identical ? "identical" : "DIFFERS"),-10} {result.Inputs,10} inputs {result.Records,10} records  {(Clock.MonotonicNs() - begin) / 1e9,6:F1} s"));
            if (!asJson && result.From > 0)
            {
                Console.WriteLine($"             from the snapshot behind record {result.From}: the run's start is not kept any more");
            }

            if (!asJson && result.Difference != null)
            {
                Console.WriteLine($"             {result.Difference}");
            }
        }

        return exit;
    }

    private static VerificationResult? RunAgain(Installation installation, string service, string folder, out string said)
    {
        ProcessStartInfo start = new(installation.Binary($"artic-{service}"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.ArgumentList.Add("--run");
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add("--verify");
        using Process process = Process.Start(start) ?? throw new IOException($"artic-{service} could not be started");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        said = (errors.Result + output).Trim();
        return VerificationResult.TryParse(output);
    }
}
