using System.Net;
using System.Net.Sockets;
using System.Text;
using Artic.Cli.Traces;
using Artic.EndToEnd.Tests.Running;
using Artic.V1;

namespace Artic.Cli.Tests.Traces;

/// <summary>Collectors that take, refuse, hang and talk nonsense: what is there afterwards, and what was counted.</summary>
public sealed class TraceSenderTests : IDisposable
{
    private const int SpansOfAnOrder = 14;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_impatience = TimeSpan.FromMilliseconds(200);

    private readonly OtlpListener _listener = new();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Documents_have_a_hundred_orders_at_the_most_and_each_order_comes_once_in_its_order()
    {
        using OtlpCollector collector = Collector(s_patience);
        TraceSender sender = Sender(collector, 250);
        Assert.Null(sender.Flush());
        Assert.Equal((250, 0, 0, 0), Counts(sender));
        Assert.Equal(3, _listener.Requests);
        Assert.Equal(Enumerable.Range(1, 250).Select(i => $"a1-{i}"), _listener.Orders);
        Assert.Equal(250 * SpansOfAnOrder, _listener.Spans.Length);
    }

    [Fact]
    public void What_is_too_large_for_a_collector_comes_in_smaller_parts()
    {
        _listener.LongestBytes = 50_000;
        using OtlpCollector collector = Collector(s_patience);
        TraceSender sender = Sender(collector, 100);
        Assert.Null(sender.Flush());
        Assert.Equal((100, 0, 0, 0), Counts(sender));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"a1-{i}"), _listener.Orders);

        // What it has learned it keeps.
        int before = _listener.Requests;
        sender.Add(Trace(101));
        Assert.Null(sender.Flush());
        Assert.Equal(before + 1, _listener.Requests);

        _listener.LongestBytes = 1;
        sender.Add(Trace(102));
        Assert.Null(sender.Flush());
        Assert.Equal((101, 1, 0, 0), Counts(sender));
        Assert.Contains("answered 413", sender.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_order_that_a_collector_refuses_is_left_out_and_counted()
    {
        _listener.RefusedOrder = "a1-37";
        using OtlpCollector collector = Collector(s_patience);
        TraceSender sender = Sender(collector, 100);
        Assert.Null(sender.Flush());
        Assert.Equal((99, 1, 0, 0), Counts(sender));
        Assert.Equal(Enumerable.Range(1, 100).Where(i => i != 37).Select(i => $"a1-{i}"), _listener.Orders);
        Assert.Contains("answered 400", sender.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(302)]
    public void What_a_collector_has_not_got_waits_and_comes_once_when_it_takes_again(int status)
    {
        _listener.Status = status;
        _listener.RetryAfter = 7;
        using OtlpCollector collector = Collector(s_patience);
        TraceSender sender = Sender(collector, 150);
        OtlpAnswer answer = Assert.NotNull(sender.Flush());
        Assert.Equal((OtlpVerdict.Away, 7_000_000_000), (answer.Verdict, answer.AfterNs));
        Assert.Contains($"answered {status}", answer.Words, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 150), Counts(sender));
        Assert.Equal(1, _listener.Requests);
        _listener.Status = 200;
        Assert.Null(sender.Flush());
        Assert.Equal((150, 0, 0, 0), Counts(sender));
        Assert.Equal(150, _listener.Orders.Distinct().Count());
    }

    [Fact]
    public void A_collector_that_hangs_costs_the_patience_and_nothing_is_lost()
    {
        _listener.Hangs = true;
        using OtlpCollector collector = Collector(s_impatience);
        TraceSender sender = Sender(collector, 1);
        Assert.Equal(OtlpVerdict.Away, Assert.NotNull(sender.Flush()).Verdict);
        _listener.Hangs = false;
        using OtlpCollector patient = Collector(s_patience);
        Assert.Equal(1, sender.Waiting);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n")]
    [InlineData("")]
    public void Who_speaks_no_HTTP_or_promises_without_end_is_away(string answer)
    {
        using TcpListener garbage = new(IPAddress.Loopback, 0);
        garbage.Start();
        Thread thread = new(() =>
        {
            using Socket peer = garbage.AcceptSocket();
            _ = peer.Receive(new byte[1 << 16]);
            _ = peer.Send(Encoding.ASCII.GetBytes(answer));
        });
        thread.Start();
        Uri address = new($"http://127.0.0.1:{((IPEndPoint)garbage.LocalEndpoint).Port}");
        using OtlpCollector collector = new(address, s_patience);
        TraceSender sender = Sender(collector, 1);
        Assert.Equal(OtlpVerdict.Away, Assert.NotNull(sender.Flush()).Verdict);
        thread.Join();
        Assert.Equal((0, 0, 0, 1), Counts(sender));
    }

    [Theory]
    [InlineData("""{"partialSuccess":{"rejectedSpans":"7","errorMessage":"too old"}}""", 7)]
    [InlineData("""{"partialSuccess":{"rejectedSpans":7}}""", 7)]
    [InlineData("""{"partialSuccess":{"rejectedSpans":-7}}""", 0)]
    [InlineData("""{"partialSuccess":{"rejectedSpans":"many"}}""", 0)]
    [InlineData("""{"partialSuccess":[]}""", 0)]
    [InlineData("[1, 2", 0)]
    [InlineData("", 0)]
    public void What_was_taken_is_not_sent_again_whatever_is_said_of_it(string body, int rejected)
    {
        _listener.Body = body;
        using OtlpCollector collector = Collector(s_patience);
        TraceSender sender = Sender(collector, 2);
        Assert.Null(sender.Flush());
        Assert.Equal((2, 0, rejected, 0), Counts(sender));
        Assert.Equal(rejected > 0, sender.Fault.Length > 0);
    }

    private OtlpCollector Collector(TimeSpan patience) => new(new Uri(_listener.Address), patience);

    private static TraceSender Sender(OtlpCollector collector, int orders)
    {
        TraceSender sender = new(new OtlpDocument("a-run", new Dictionary<uint, string> { [1] = "BTCUSDT" }), collector);
        for (int i = 1; i <= orders; i++)
        {
            sender.Add(Trace(i));
        }

        return sender;
    }

    private static (long Taken, long Refused, long Rejected, int Waiting) Counts(TraceSender sender) =>
        (sender.Taken, sender.Refused, sender.RejectedSpans, sender.Waiting);

    private static OrderTrace Trace(int order)
    {
        OrderApproved approved = new() { ClientOrderId = (1UL << 32) + (ulong)order, InstrumentId = 1, Side = Side.Buy, Quantity = 1, Price = 2 };
        return new OrderTrace(approved, 1, new(2, 3), new(4, 5), new(6, 7), new(8, 9), 10, 11, 1_000_000_000);
    }
}
