using Artic.EndToEnd.Tests.Running;

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
            int after = demo.NeedRestart(service, before);
            Assert.NotEqual(before, after);
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
