using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

public sealed class LimitTests
{
    private const double Seconds = 20;

    [Fact]
    public void A_limit_holds_from_its_acknowledgement_on_through_a_restart_until_another_is_set() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "limits");
        StartedProgram tighter = home.Cli(
            "limit", "limits", "max_order_value", "6", "--by", "ann", "--reason", "a drill", "--json");
        Assert.True(tighter.WaitForEnd(0) == 0, $"{tighter}");
        JsonElement answer = JsonDocument.Parse(tighter.OutputText).RootElement;
        Assert.Equal("limit_set", answer.GetProperty("event").GetString());
        Assert.Equal(("5000", "6"), (answer.GetProperty("before").GetString(), answer.GetProperty("value").GetString()));
        long sequence = answer.GetProperty("sequence").GetInt64();
        NeedDenials(demo);
        int accepted = demo.Venue.Accepted().Count;

        int before = demo.ProcessOf("risk-manager");
        ProcessSignal.Kill(before);
        demo.NeedRestart("risk-manager", before);
        NeedDenials(demo);
        Assert.Equal(accepted, demo.Venue.Accepted().Count);
        Assert.Contains("max_order_value                 6\n", home.Cli("limits", "limits").OutputText, StringComparison.Ordinal);

        StartedProgram looser = home.Cli("limit", "limits", "max_order_value", "4000.5", "--reason", "it is over");
        Assert.Equal(0, looser.WaitForEnd(0));
        Assert.Matches(
            $@"^max_order_value 6 -> 4000\.5 \(loosened\), record \d+ of 'command', by zeromq-token: {Environment.UserName}\n$", looser.OutputText);
        demo.NeedOrders(1);
        Answer byHttp = demo.Http(
            HttpMethod.Post, "risk-manager", "/limit", demo.Token,
            """{"name":"orders_per_second","value":"49","reason":"by http"}""");
        Assert.Equal(200, byHttp.Status);
        Assert.Contains("\"orders_per_second\":49,", demo.Get("risk-manager", "/risk").Body, StringComparison.Ordinal);
        Assert.Equal(3, demo.Value("risk-manager", "limits_set_total"));
        demo.End().NeedSoundBooks();

        List<StreamRecord> records = RunStreams.Read(demo.Paths, StreamId.Command, RecordType.LimitCommand);
        Assert.Equal(
            [
                (LimitName.MaxOrderValue, 600_000_000L, "zeromq-token: ann", "a drill"),
                (LimitName.MaxOrderValue, 400_050_000_000L, $"zeromq-token: {Environment.UserName}", "it is over"),
                (LimitName.OrdersPerSecond, 49L, "http-token", "by http"),
            ],
            records.Select(record => record.As<LimitCommand>()).Select(set => (set.Name, set.Value, set.By, set.Reason)));
        Assert.Equal(sequence, records[0].Sequence);
        Verification.NeedIdentical(home, demo.Paths);
    });

    [Fact]
    public void What_cannot_be_is_refused_with_a_code_and_changes_nothing() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "refused");
        NeedRefusal(home, 1, "LIMIT_UNKNOWN: the limits are max_order_value, ", "refused", "max_orders", "1", "--reason", "x");
        NeedRefusal(home, 1, "LIMIT_VALUE: max_position must be a decimal above 0", "refused", "max_position", "0", "--reason", "x");
        NeedRefusal(home, 1, "LIMIT_VALUE: order_burst must be 1 to 100000", "refused", "order_burst", "1e3", "--reason", "x");
        NeedRefusal(home, 1, "REASON_MISSING", "refused", "order_burst", "1", "--reason", " ");
        NeedRefusal(home, 2, "--reason", "refused", "order_burst", "1");
        NeedRefusal(home, 1, "there is no run another", "another", "order_burst", "1", "--reason", "x");
        const string Sound = """{"name":"order_burst","value":"1","reason":"x"}""";
        Assert.Equal(401, demo.Http(HttpMethod.Post, "risk-manager", "/limit", "not the token", Sound).Status);
        foreach ((string body, string code) in ((string, string)[])
            [("{", "MALFORMED"), ("null", "MALFORMED"), ("{}", "LIMIT_UNKNOWN"), ("""{"name":"order_burst","value":"0","reason":"x"}""", "LIMIT_VALUE")])
        {
            Answer answer = demo.Http(HttpMethod.Post, "risk-manager", "/limit", demo.Token, body);
            Assert.Equal(400, answer.Status);
            Assert.Contains(code, answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(404, demo.Get("execution-engine", "/limit").Status);
        Assert.Equal(0, demo.Value("risk-manager", "limits_set_total"));
        Assert.Equal(4, demo.Value("risk-manager", "commands_refused_content_total"));
        demo.End().NeedSoundBooks();
        Assert.Empty(RunStreams.Read(demo.Paths, StreamId.Command, RecordType.LimitCommand));
        NeedRefusal(home, 1, "is not live", "refused", "order_burst", "1", "--reason", "x");
    });

    private static void NeedRefusal(Home home, int exit, string error, params string[] arguments)
    {
        StartedProgram limit = home.Cli(["limit", .. arguments]);
        Assert.True(limit.WaitForEnd(0) == exit, $"{limit}");
        Assert.Contains(error, limit.ErrorText, StringComparison.Ordinal);
    }

    private static void NeedDenials(Demo demo)
    {
        long denied = demo.Value("risk-manager", "orders_denied_by_risk_total");
        Deadline.Need(
            "three intents are denied", Seconds,
            () => demo.Value("risk-manager", "orders_denied_by_risk_total") >= denied + 3 &&
                demo.Value("risk-manager", "risk_last_denial_code") == (long)DenialCode.OrderMaxValue);
    }
}
