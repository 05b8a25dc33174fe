using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>Account and open orders against the venue's, on demand.</summary>
public sealed class ReconcileTests
{
    private const string Agrees = "^(match|in_flight)$";

    [Fact]
    public void What_somebody_trades_beside_the_pipeline_is_found_and_named_until_it_is_gone() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "compared");
        Assert.Matches(Agrees, Ask(home, exitCode: 0, out JsonElement before));
        Assert.Equal("match", before.GetProperty("balances").GetString());

        OrdersByHand hand = new(demo);
        long number = hand.Rest();
        Assert.Equal("break", Ask(home, exitCode: 3, out JsonElement found));
        Assert.True(found.GetProperty("unknown_here").GetInt32() >= 1, $"{found}");
        Assert.Equal(number, found.GetProperty("first_unknown_order_id").GetInt64());
        Assert.Equal(1, demo.Value("execution-engine", "order_breaks_total"));

        StartedProgram table = home.Cli("reconcile");
        Assert.Equal(3, table.WaitForEnd(0));
        Assert.Matches($"orders +[0-9]+ +[0-9]+   BREAK: .*1 not ours, such as the venue's {number}", table.OutputText);

        hand.Cancel(number);
        Assert.Matches(Agrees, Ask(home, exitCode: 0, out _));
        Assert.Equal(2, demo.Value("execution-engine", "order_breaks_total"));

        Assert.Equal(401, demo.Http(HttpMethod.Post, "execution-engine", "/reconcile", "not the token").Status);
        Answer byHttp = demo.Http(HttpMethod.Post, "execution-engine", "/reconcile", demo.Token);
        ulong request = JsonDocument.Parse(byHttp.Body).RootElement.GetProperty("request").GetUInt64();
        Deadline.Need("the wish by HTTP is carried out", 20, () => RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.OpenOrdersCompared)
            .Any(record => record.As<OpenOrdersCompared>() is { IsLast: true } compared && compared.Request == request));
        _ = demo.End();

        // A wish is an input like any: the loops do the same again.
        Verification.NeedIdentical(home, demo.Paths);
        StartedProgram over = home.Cli("reconcile");
        Assert.Equal(1, over.WaitForEnd(0));
        Assert.Contains("is not live", over.ErrorText, StringComparison.Ordinal);
    });

    private static string Ask(Home home, int exitCode, out JsonElement instrument)
    {
        StartedProgram asked = home.Cli("reconcile", "--json");
        int ended = asked.WaitForEnd(0);
        Assert.True(ended == exitCode, asked.OutputText);
        instrument = JsonDocument.Parse(asked.OutputText).RootElement.GetProperty("instruments")[0];
        return instrument.GetProperty("orders").GetString()!;
    }
}
