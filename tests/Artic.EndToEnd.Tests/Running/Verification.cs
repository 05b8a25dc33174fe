using Artic.Hosting.Verification;
using Artic.Streams.Log;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>What <c>artic verify</c> says of a run: one result for each of the five loops.</summary>
internal sealed record Verification(int ExitCode, VerificationResult[] Results)
{
    private const double Seconds = 90;

    /// <summary>The streams that loops write, in the order of their services.</summary>
    public static readonly StreamId[] Streams =
        [StreamId.Market, StreamId.Signal, StreamId.Order, StreamId.Execution, StreamId.Position];

    /// <summary>Runs it; fails the test where not all five loops gave a result.</summary>
    public static Verification Of(Home home, string run)
    {
        StartedProgram verify = home.Start("artic-cli", "verify", run, "--json");
        int exit = verify.WaitForEnd(Seconds);
        VerificationResult[] results =
            [.. verify.Output.Select(line => VerificationResult.TryParse(line.Text)!)];
        Assert.True(results.Length == Repository.Services.Length, $"five results are promised: {verify}");
        Assert.Equal(Repository.Services, results.Select(result => result.Service));
        Assert.Equal(Streams.Select(RunPaths.NameOf), results.Select(result => result.Stream));
        return new Verification(exit, results);
    }

    /// <summary>Fails the test where a byte of a run differs, or where not every record of it was compared.</summary>
    public static void NeedIdentical(Home home, RunPaths paths)
    {
        Verification verified = Of(home, paths.RunId);
        Assert.All(verified.Results, result => Assert.True(result.Identical, $"{result.Stream}: {result.Difference}"));
        Assert.Equal(0, verified.ExitCode);
        foreach (VerificationResult result in verified.Results)
        {
            StreamId stream = Streams.Single(each => RunPaths.NameOf(each) == result.Stream);
            Assert.Equal(RunStreams.Read(paths, stream).Count, result.Records);
            Assert.True(result.Records > 0 && result.Inputs > 0, $"{result.Stream}: {result.Records} records of {result.Inputs} inputs");
        }
    }

    /// <summary>Fails the test unless exactly this stream differs; gives what was said of it.</summary>
    public string NeedOnlyDifference(StreamId stream)
    {
        Assert.Equal(3, ExitCode);
        VerificationResult differs = Assert.Single(Results, result => !result.Identical);
        Assert.Equal(RunPaths.NameOf(stream), differs.Stream);
        return differs.Difference!;
    }
}
