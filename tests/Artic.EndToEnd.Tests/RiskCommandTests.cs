using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>What a person sees of the gate, and how he lets one order pass.</summary>
public sealed class RiskCommandTests
{
    private const double Seconds = 20;

    [Fact]
    public void A_denied_order_is_seen_explained_let_pass_once_and_traded_and_the_record_tells_the_same_story_afterwards() =>
        Home.Story(home =>
        {
            Demo demo = Demo.StartTrading(home, "seen");
            string page = Said(home, "risk");
            Assert.Matches("^demo  run seen  ACTIVE", page);
            Assert.Contains("breakers  loss closed, reject rate closed", page, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', page);

            Assert.Equal(0, home.Cli("limit", "seen", "max_order_value", "6", "--scope", "strategy:2", "--reason", "a drill").WaitForEnd(0));
            Deadline.Need("strategy 2 is denied", Seconds, () => demo.Value("risk-manager", "orders_denied_by_risk_total") > 0);
            page = Said(home, "risk");
            Assert.Matches(@"max_order_value +6  set; configured none; zeromq-token: \w+: a drill", page);
            Assert.Contains("ORDER_MAX_VALUE  strategy 2", page, StringComparison.Ordinal);
            Assert.Matches(@"the value is above the largest of an order: \d+\.\d+ against max_order_value 6 of strategy:2", page);

            (long denial, ulong order) = LetPass(home, sequence =>
            {
                StartedProgram asked = home.Cli("risk", "override", $"{sequence}", "--reason", "a hedge", "--by", "ann", "--json");
                return asked.WaitForEnd(0) == 0 ? asked.OutputText : null;
            });
            (_, ulong byHttp) = LetPass(home, sequence =>
            {
                Answer answer = demo.Http(
                    HttpMethod.Post, "risk-manager", "/override", demo.Token, $$"""{"denial":{{sequence}},"reason":"another","by":"bob"}""");
                return answer.Status == 200 ? answer.Body : null;
            });
            Deadline.Need(
                "the order is over", Seconds,
                () => Said(home, "risk", "explain", $"{order}").Split('\n').Any(
                    line => line.Contains(" FILLED") || line.Contains("CANCELED") || line.Contains("EXPIRED")));
            StartedProgram again = home.Cli("risk", "override", $"{denial}", "--reason", "again");
            Assert.Equal(1, again.WaitForEnd(0));
            Assert.Contains($"OVERRIDE_USED: denial {denial} was overridden before", again.ErrorText, StringComparison.Ordinal);
            Assert.Equal(2, demo.Value("risk-manager", "orders_overridden_total"));
            demo.End().NeedSoundBooks();

            string story = Said(home, "risk", "explain", $"order/{denial}");

            // What it thought is told where it was something new.
            string[] told =
            [
                "market/", "signal/", "strategy 2 (onnx) wants",
                "DENIED ORDER_MAX_VALUE, the value is above the largest of an order: max_order_value of strategy:2 is 6, this would be",
                $"zeromq-token: ann has denial order/{denial} decided again: a hedge",
                $"OVERRIDDEN without ORDER_MAX_VALUE: approved as a1-{order & uint.MaxValue} ({order})", "SUBMITTED",
                "place request written to the venue", "ACCEPTED as number",
            ];
            int at = 0;
            foreach (string part in told)
            {
                int found = story.IndexOf(part, at, StringComparison.Ordinal);
                Assert.True(found >= at, $"'{part}' is not told, or not in its place: {story}");
                at = found;
            }

            using JsonDocument json = JsonDocument.Parse(Said(home, "risk", "explain", $"{order}", "--json"));
            JsonElement steps = json.RootElement.GetProperty("steps");
            Assert.Contains(steps.EnumerateArray(), step => step.GetProperty("record").GetProperty("type").GetString() == "override_command");
            Assert.All(steps.EnumerateArray(), step => Assert.True(step.GetProperty("since_previous_ns").GetInt64() >= 0));

            // Sent once: one approval, one request, one order at the venue.
            Assert.Equal(
                [order, byHttp],
                RunStreams.Read(demo.Paths, StreamId.Order, RecordType.OrderApproved).Select(record => record.As<OrderApproved>())
                    .Where(each => each.OverrideSequence > 0).Select(each => each.ClientOrderId));
            Assert.Equal(
                ["zeromq-token: ann: a hedge", "http-token: bob: another"],
                RunStreams.Read(demo.Paths, StreamId.Command, RecordType.OverrideCommand).Select(record => record.As<OverrideCommand>())
                    .Where(each => each.Reason != "again").Select(each => $"{each.By}: {each.Reason}").Distinct());
            _ = Assert.Single(
                RunStreams.Read(demo.Paths, StreamId.Wire, RecordType.RequestSent).Select(record => record.As<RequestSent>()),
                sent => sent.Kind == RequestKind.Place && sent.ClientOrderId == order);
            Verification.NeedIdentical(home, demo.Paths);

            StartedProgram late = home.Cli("risk");
            Assert.Equal(1, late.WaitForEnd(0));
            Assert.Contains("is not live", late.ErrorText, StringComparison.Ordinal);
        });

    /// <summary>The market moves on: the newest denial is tried until its price passes the other checks.</summary>
    private static (long Denial, ulong Order) LetPass(Home home, Func<long, string?> ask)
    {
        (long Denial, ulong Order) passed = default;
        Deadline.Need("an order was let pass", Seconds, () =>
        {
            using JsonDocument risk = JsonDocument.Parse(Said(home, "risk", "--json"));
            long denial = risk.RootElement.GetProperty("last_denials")[0].GetProperty("sequence").GetInt64();
            if (ask(denial) is not { } answer)
            {
                return false;
            }

            passed = (denial, JsonDocument.Parse(answer).RootElement.GetProperty("client_order_id").GetUInt64());
            return true;
        });
        return passed;
    }

    [Fact]
    public void What_cannot_be_explained_or_overridden_is_said() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "said");
        string last = Said(home, "risk", "explain", "last");
        Assert.Contains("APPROVED as a1-", last, StringComparison.Ordinal);
        Assert.Contains("place request written to the venue", last, StringComparison.Ordinal);
        Assert.Contains("received from the venue", last, StringComparison.Ordinal);
        Assert.Matches(@"market/\d+ +quote [\d.]+ / [\d.]+", last);
        NeedRefusal(home, "neither order/999999999 is a decision nor signal/999999999 an intent", "explain", "999999999");
        NeedRefusal(home, "'x' is neither 'last' nor", "explain", "x");
        NeedRefusal(home, "no order a9-1 was approved in this run", "explain", "a9-1");
        NeedRefusal(home, "DENIAL_UNKNOWN", "override", "999999999", "--reason", "x");
        NeedRefusal(home, "DENIAL_MISSING", "override", "0", "--reason", "x");
        NeedRefusal(home, "REASON_MISSING", "override", "5", "--reason", " ");
        NeedRefusal(home, "there is no run another", "explain", "last", "--run", "another");
        StartedProgram scope = home.Cli("limit", "said", "max_position", "1", "--scope", "strategy:7", "--reason", "x");
        Assert.Contains("the scopes are firm, account, venue, strategy:1, strategy:2, instrument:BTCUSDT", scope.ErrorText, StringComparison.Ordinal);
        foreach ((string body, int status, string code) in ((string, int, string)[])
            [("{", 400, "MALFORMED"), ("{\"denial\":\"x\"}", 400, "MALFORMED"), ("{}", 409, "DENIAL_MISSING"),
                ("{\"denial\":999999,\"reason\":\"x\"}", 409, "DENIAL_UNKNOWN")])
        {
            Answer answer = demo.Http(HttpMethod.Post, "risk-manager", "/override", demo.Token, body);
            Assert.Equal(status, answer.Status);
            Assert.Contains(code, answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(401, demo.Http(HttpMethod.Post, "risk-manager", "/override", "not the token", "{}").Status);
        Deadline.Need("the venue's clock was measured", Seconds, () => demo.Value("risk-manager", "venue_clock_offset_ms") is > 0 and < 900);
        demo.End().NeedSoundBooks();
        Assert.NotEmpty(RunStreams.Read(demo.Paths, StreamId.Execution, RecordType.ClockOffset));
    });

    private static string Said(Home home, params string[] arguments)
    {
        StartedProgram program = home.Cli(arguments);
        Assert.True(program.WaitForEnd(0) == 0, $"{program}");
        return program.OutputText;
    }

    private static void NeedRefusal(Home home, string error, params string[] arguments)
    {
        StartedProgram program = home.Cli(["risk", .. arguments]);
        Assert.True(program.WaitForEnd(0) == 1, $"{program}");
        Assert.Contains(error, program.ErrorText, StringComparison.Ordinal);
    }
}
