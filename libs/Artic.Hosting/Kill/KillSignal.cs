using System.Runtime.InteropServices;

namespace Artic.Hosting.Kill;

/// <summary>
/// SIGUSR1 kills everything: the way that needs neither token nor socket nor file, only the right to signal the process. Thread:
/// any.
/// </summary>
public static class KillSignal
{
    /// <summary>Who did it, as the latch and the log have it.</summary>
    public const string By = "signal";

    /// <summary>SIGUSR1, which the platform has no name for; a positive number is the system's own.</summary>
    private const PosixSignal UserOne = (PosixSignal)10;

    /// <summary>Takes the signal until what is given is disposed. Each one is a kill on a thread of its own.</summary>
    public static IDisposable Listen(ServiceHost host) => PosixSignalRegistration.Create(UserOne, context =>
    {
        context.Cancel = true;
        host.KillThreads.Run(() => Kill(host));
    });

    private static void Kill(ServiceHost host)
    {
        try
        {
            KillResult result = host.Kill.Execute(new KillRequest(By, "SIGUSR1"));
            host.Log.Warn($"everything killed by {By}: generation {result.Generation}");
        }
        catch (IOException error)
        {
            host.Log.Error($"killed by {By}: {error.Message}");
        }
    }
}
