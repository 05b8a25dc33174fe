using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

/// <summary>What a native service tells the manager that started it, over a real socket.</summary>
public sealed class WatchdogTests
{
    private const string Service = "position-tracker";
    private const string HotThread = "artic-position-";
    private const double WatchdogSeconds = 0.4;

    [Fact]
    public void A_service_says_that_it_is_ready_alive_and_stopping() => Home.Story(home =>
    {
        using ManagerSocket socket = new(home.PathOf("notify"));
        StartedProgram service = Start(home, home.PathOf("notify"), out _);
        List<string> said = [];
        Deadline.Need("it is ready and was alive three times", 20, () => Add(said, socket).Count(each => each == "WATCHDOG=1") >= 3);
        Assert.Equal("STATUS=starting", said[0]);
        Assert.Equal("READY=1", said[1]);
        Assert.Equal("WATCHDOG=1", said[2]);
        Assert.Equal("STATUS=ready", said[3]);
        Assert.Single(said, each => each == "READY=1");

        said.Clear();
        ProcessSignal.Terminate(service.ProcessNumber);
        Assert.Equal(0, service.WaitForEnd(20));
        string[] last = [.. Add(said, socket).SkipWhile(each => each == "WATCHDOG=1")];
        Assert.Equal(["STOPPING=1", "STATUS=stopping"], last);
    });

    [Fact]
    public void A_stopped_process_starves_the_watchdog() => Home.Story(home =>
    {
        string name = $"@artic-{Guid.NewGuid():N}";
        using ManagerSocket socket = new(name);
        StartedProgram service = Start(home, name, out _);
        Deadline.Need("it is alive", 20, () => socket.Received().Contains("WATCHDOG=1"));
        ProcessSignal.Stop(service.ProcessNumber);
        _ = socket.Received();
        Deadline.Never("it is alive", 3 * WatchdogSeconds, () => socket.Received().Contains("WATCHDOG=1"));
        ProcessSignal.Continue(service.ProcessNumber);
        Deadline.Need("it is alive again", 5, () => socket.Received().Contains("WATCHDOG=1"));
    });

    [Fact]
    public void A_loop_that_hangs_starves_the_watchdog_though_its_process_lives() => Home.Story(home =>
    {
        string name = $"@artic-{Guid.NewGuid():N}";
        using ManagerSocket socket = new(name);
        StartedProgram service = Start(home, name, out ServiceRun run);
        Deadline.Need("it is alive", 20, () => socket.Received().Contains("WATCHDOG=1"));
        using (new HungThread(service.ProcessNumber, HotThread))
        {
            // What the last turns have earned.
            Deadline.Pass(WatchdogSeconds);
            _ = socket.Received();
            Deadline.Never("it is alive", 3 * WatchdogSeconds, () => socket.Received().Contains("WATCHDOG=1"));
            Assert.Equal(200, run.Get(Service, "/health").Status);
        }

        Deadline.Need("it is alive again", 5, () => socket.Received().Contains("WATCHDOG=1"));
    });

    [Fact]
    public void An_address_that_cannot_be_stops_the_start() => Home.Story(home =>
    {
        StartedProgram service = Start(home, "nowhere", out _);
        Assert.Equal(1, service.WaitForEnd(20));
        Assert.Contains("NOTIFY_SOCKET 'nowhere'", service.ErrorText, StringComparison.Ordinal);
    });

    private static StartedProgram Start(Home home, string socket, out ServiceRun run)
    {
        run = new ServiceRun(home, "watched");
        run.Write();
        return home.StartWith(
            [$"NOTIFY_SOCKET={socket}", $"WATCHDOG_USEC={(int)(WatchdogSeconds * 1e6)}"], $"artic-{Service}", "--run", run.Paths.RunFolder);
    }

    private static List<string> Add(List<string> said, ManagerSocket socket)
    {
        said.AddRange(socket.Received());
        return said;
    }
}
