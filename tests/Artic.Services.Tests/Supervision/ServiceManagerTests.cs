using Artic.Hosting.Supervision;

namespace Artic.Services.Tests.Supervision;

/// <summary>What a service tells the manager that started it.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private const int Me = 4711;
    private const long SecondNs = 1_000_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");
    private readonly Dictionary<string, string> _variables = [];
    private long _turns = 100;
    private string? _complaint;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reaches_a_socket_by_its_path_or_its_abstract_name(bool isAbstract)
    {
        string address = isAbstract ? $"@{Path.GetFileName(_folder.FullName)}" : Path.Combine(_folder.FullName, "notify");
        using ManagerSocket socket = new(address);
        using ServiceManager manager = Find(address)!;
        manager.Ready();
        manager.Alive();
        manager.Status("two\nlines");
        manager.Stopping();
        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=two lines", "STOPPING=1"], socket.Received());
    }

    [Fact]
    public void Is_none_where_nobody_asked()
    {
        Assert.Null(ServiceManager.Find(_ => null, Me));
        Assert.Null(ServiceManager.Find(_ => "", Me));
    }

    [Theory]
    [InlineData("notify")]
    [InlineData("@")]
    [InlineData("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Refuses_an_address_that_cannot_be(string address)
    {
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => Find(address));
        Assert.Contains($"NOTIFY_SOCKET '{address}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("2s")]
    [InlineData("9999999999999999999")]
    public void Refuses_a_watchdog_time_that_cannot_be(string micros)
    {
        _variables["WATCHDOG_USEC"] = micros;
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => Find("@x"));
        Assert.Contains($"WATCHDOG_USEC '{micros}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_not_watched_by_the_watchdog_of_another_process()
    {
        _variables["WATCHDOG_USEC"] = "2000000";
        Assert.Equal(2 * SecondNs, Find("@x")!.WatchdogNs);
        _variables["WATCHDOG_PID"] = $"{Me}";
        Assert.Equal(2 * SecondNs, Find("@x")!.WatchdogNs);
        _variables["WATCHDOG_PID"] = $"{Me + 1}";
        Assert.Equal(0, Find("@x")!.WatchdogNs);
    }

    [Fact]
    public void Goes_on_without_a_manager_and_finds_the_next_one()
    {
        string address = Path.Combine(_folder.FullName, "notify");
        using ServiceManager manager = Find(address)!;
        manager.Ready();
        using (ManagerSocket first = new(address))
        {
            manager.Ready();
            Assert.Equal(["READY=1"], first.Received());
        }

        manager.Alive();
        using ManagerSocket second = new(address);
        manager.Alive();
        Assert.Equal(["WATCHDOG=1"], second.Received());
    }

    [Fact]
    public void Says_ready_with_the_first_turn_of_the_loop()
    {
        using ManagerSocket socket = new("@" + Path.GetFileName(_folder.FullName));
        LoopWatch watch = Watch();
        watch.Look(1 * SecondNs);
        Assert.Equal(["STATUS=starting"], socket.Received());
        _turns++;
        watch.Look(2 * SecondNs);
        Assert.Equal(["READY=1", "WATCHDOG=1", "STATUS=ready"], socket.Received());
    }

    [Fact]
    public void Feeds_the_watchdog_a_quarter_of_its_time_apart_and_only_while_the_loop_turns()
    {
        using ManagerSocket socket = new("@" + Path.GetFileName(_folder.FullName));
        LoopWatch watch = Watch();
        _turns++;
        watch.Look(10 * SecondNs);
        _ = socket.Received();
        for (int ms = 100; ms <= 1000; ms += 100)
        {
            _turns++;
            watch.Look((10 * SecondNs) + (ms * 1_000_000L));
        }

        Assert.Equal(["WATCHDOG=1", "WATCHDOG=1"], socket.Received());

        // The loop hangs; the thread that looks does not.
        for (int ms = 1100; ms <= 9000; ms += 100)
        {
            watch.Look((10 * SecondNs) + (ms * 1_000_000L));
        }

        Assert.Empty(socket.Received());
        _turns++;
        watch.Look(20 * SecondNs);
        Assert.Equal(["WATCHDOG=1"], socket.Received());
    }

    [Fact]
    public void Says_once_what_stands_against_its_work()
    {
        using ManagerSocket socket = new("@" + Path.GetFileName(_folder.FullName));
        LoopWatch watch = Watch("");
        _turns++;
        _complaint = "no book is live";
        watch.Look(1 * SecondNs);
        watch.Look(2 * SecondNs);
        _complaint = null;
        watch.Look(3 * SecondNs);
        Assert.Equal(["STATUS=starting", "READY=1", "STATUS=no book is live", "STATUS=ready"], socket.Received());
    }

    [Fact]
    public void Says_nothing_after_its_end()
    {
        using ManagerSocket socket = new("@" + Path.GetFileName(_folder.FullName));
        LoopWatch watch = Watch();
        watch.Stopping("the disk is full");
        _turns++;
        watch.Look(1 * SecondNs);
        Assert.Equal(["STATUS=starting", "STOPPING=1", "STATUS=failed: the disk is full"], socket.Received());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private LoopWatch Watch(string watchdogMicros = "2000000")
    {
        _variables["WATCHDOG_USEC"] = watchdogMicros;
        return new LoopWatch(Find("@" + Path.GetFileName(_folder.FullName))!, () => _turns, () => _complaint);
    }

    private ServiceManager? Find(string address)
    {
        _variables["NOTIFY_SOCKET"] = address;
        return ServiceManager.Find(_variables.GetValueOrDefault, Me);
    }
}
