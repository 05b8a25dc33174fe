using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

public sealed class RestartTests
{
    private const double SecondsBetweenKills = 4;

    [Fact]
    public void Each_of_the_five_is_killed_rebuilds_and_goes_on() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "restarts");
        foreach (string service in Repository.Services)
        {
            Deadline.Pass(SecondsBetweenKills / 2);
            int before = demo.ProcessOf(service);
            ProcessSignal.Kill(before);
            demo.NeedRestart(service, before);
            Deadline.Need($"{service} answers", 10, () => IsHealthy(demo, service));
            Deadline.Pass(SecondsBetweenKills / 2);
            demo.NeedOrders(1);
        }

        long checks = demo.Value("position-tracker", "position_checks_total");
        Deadline.Need(
            "the books are compared again", 10,
            () => demo.Value("position-tracker", "position_checks_total") > checks);
        DemoResult result = demo.End();

        result.NeedSoundBooks();
        Assert.Equal(Repository.Services, result.Restarts());
        Assert.Equal(0, result.Number("orders", "open"));
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
        foreach (string service in Repository.Services)
        {
            Assert.True(
                demo.LogOf(service).Contains("rebuilt from", StringComparison.Ordinal),
                $"{service} does not say that it rebuilt");
        }
    });

    /// <summary>
    /// The kill comes within microseconds of the record, so that the order is under way: nobody can know whether the
    /// venue has it.
    /// </summary>
    [Fact]
    public void A_service_that_dies_with_an_order_in_hand_loses_nothing_and_sends_nothing_twice() => Home.Story(home =>
    {
        Demo demo = Demo.StartTrading(home, "in-hand");
        string[] killed =
        [
            "execution-engine", "risk-manager", "execution-engine", "signal-bridge", "execution-engine", "risk-manager",
        ];
        foreach (string service in killed)
        {
            int before = demo.ProcessOf(service);
            StreamId stream = service switch
            {
                "signal-bridge" => StreamId.Signal,
                "risk-manager" => StreamId.Order,
                _ => StreamId.Execution,
            };
            NeedNewOrder(demo, stream);
            ProcessSignal.Kill(before);
            demo.NeedRestart(service, before);
            demo.NeedOrders(1);
        }

        DemoResult result = demo.End();
        result.NeedSoundBooks();
        Assert.Equal(killed, result.Restarts());
        Assert.Equal(0, result.Number("orders", "open"));
        OrderTrail.NeedEveryOrderOnRecordAndSentOnce(demo.Paths);
    });

    /// <summary>Returns with the next intent, approval or SUBMITTED on the stream, as soon as it is there.</summary>
    private static void NeedNewOrder(Demo demo, StreamId stream)
    {
        using RecordReader reader = new(demo.Paths, stream);
        while (reader.TryRead(out _))
        {
        }

        bool found = Poll.Until(
            () =>
            {
                bool isOrder = false;
                while (!isOrder && reader.TryRead(out Artic.Streams.Log.Record record))
                {
                    RecordType type = RecordCodec.TypeOf(record);
                    isOrder = type is RecordType.OrderIntent or RecordType.OrderApproved ||
                        (type == RecordType.OrderEvent &&
                            OrderEvent.Parser.ParseFrom(record.Payload).Status == OrderStatus.Submitted);
                }

                return isOrder;
            },
            timeoutNs: 20_000_000_000, everyNs: 1000);
        Assert.True(found, $"no order on '{RunPaths.NameOf(stream)}' within 20 s");
    }

    private static bool IsHealthy(Demo demo, string service)
    {
        try
        {
            return demo.Get(service, "/health").Status == 200;
        }
        catch (HttpRequestException)
        {
            // The port is still that of the process before.
            return false;
        }
    }
}
