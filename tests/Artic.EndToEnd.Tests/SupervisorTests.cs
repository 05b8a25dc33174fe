using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

public sealed class SupervisorTests
{
    private const double EndSeconds = 5;

    /// <summary>
    /// Two engines of one account, of which a kill stops only the one of the current run, must never be: services whose
    /// supervisor has died end, or the account stays theirs.
    /// </summary>
    [Fact]
    public void After_the_death_of_its_supervisor_a_run_ends_or_keeps_the_account() => Home.Story(home =>
    {
        Demo orphaned = Demo.StartTrading(home, "orphaned");
        ProcessSignal.Kill(orphaned.Cli.ProcessNumber);
        _ = orphaned.Cli.WaitForEnd(5);
        Deadline.Pass(EndSeconds);
        string[] alive = [.. Repository.Services.Where(
            service => ProcessSignal.State(orphaned.ProcessOf(service)) != 'Z')];

        StartedProgram second = home.Start(
            "artic-cli", "demo", "--seconds", "1", "--headless", "--port-base", "0", "--run", "second");
        int exit = second.WaitForEnd(60);
        Assert.True(
            alive.Length == 0 || exit != 0,
            $"a second run traded the account while {string.Join(", ", alive)} of the first went on");
    });
}
