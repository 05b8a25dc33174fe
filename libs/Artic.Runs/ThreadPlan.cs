using Artic.Hosting.Options;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Runs;

/// <summary>Which core and which way of waiting each hot thread gets on this machine (ARCHITECTURE.md, Waiting).</summary>
public sealed class ThreadPlan
{
    private const int SpinCores = 6;
    private const int FirstRelayPriority = 10;

    private ThreadPlan(IdleStrategy idle, string why, int[] hotCores, int[] houseCores)
    {
        Idle = idle;
        Why = why;
        HotCores = hotCores;
        HouseCores = houseCores;
    }

    /// <summary>What was chosen, never Auto.</summary>
    public IdleStrategy Idle { get; }

    /// <summary>Why, for people.</summary>
    public string Why { get; }

    /// <summary>Cores of the four hot threads; one for all unless they spin.</summary>
    public int[] HotCores { get; }

    /// <summary>Cores for everything else.</summary>
    public int[] HouseCores { get; }

    /// <summary>Chooses, or takes what was asked for.</summary>
    public static ThreadPlan Choose(IdleStrategy asked)
    {
        int[] cores = ThreadSettings.AllowedCores();
        bool realTime = MayUseRealTime();
        if (asked == IdleStrategy.Auto)
        {
            return cores.Length >= SpinCores
                ? Make(IdleStrategy.Spin, $"{cores.Length} cores: one for each hot thread", cores)
                : cores.Length >= 2 && realTime
                    ? Make(IdleStrategy.Relay, $"{cores.Length} cores and the right to real-time priorities", cores)
                    : cores.Length >= 2
                        ? Make(IdleStrategy.Yield, $"{cores.Length} cores, no right to real-time priorities", cores)
                        : Make(IdleStrategy.Park, "one core", cores);
        }

        return Make(asked, "as asked for", cores);
    }

    /// <summary>What stands against the choice on this machine, or null.</summary>
    public static string? Objection(IdleStrategy asked)
    {
        int cores = ThreadSettings.AllowedCores().Length;
        return asked switch
        {
            IdleStrategy.Spin when cores < SpinCores - 1 =>
                $"'spin' needs a core for each of four hot threads and one beside; this machine gives {cores}",
            IdleStrategy.Relay when !MayUseRealTime() =>
                "'relay' needs the right to real-time priorities (root, CAP_SYS_NICE or 'ulimit -r 40')",
            IdleStrategy.Relay or IdleStrategy.Yield when cores < 2 => $"'{asked}' needs two cores".ToLowerInvariant(),
            _ => null,
        };
    }

    /// <summary>Fills in the services' threads; ports are left as they are.</summary>
    public void Apply(Dictionary<string, ServiceOptions> services)
    {
        for (int i = 0; i < OptionsRules.ServiceNames.Length; i++)
        {
            if (!services.TryGetValue(OptionsRules.ServiceNames[i], out ServiceOptions? service))
            {
                continue;
            }

            bool onPath = i < 4;
            bool first = i == 0;
            service.Core = onPath && Idle != IdleStrategy.Park ? HotCores[i % HotCores.Length] : -1;
            service.RealTimePriority = onPath && !first && Idle == IdleStrategy.Relay ? FirstRelayPriority * i : 0;

            // In a relay the first stage spins: the core never sleeps, so that every wake after it is short.
            IdleStrategy idle = !onPath ? IdleStrategy.Park
                : first && Idle == IdleStrategy.Relay ? IdleStrategy.Spin
                : Idle;
            service.Idle = idle.ToString().ToLowerInvariant();
        }
    }

    /// <summary>This process may give its threads real-time priorities: tried on a thread of its own.</summary>
    public static bool MayUseRealTime()
    {
        bool may = false;
        Thread probe = new(() => may = ThreadSettings.TrySetRealTime(1));
        probe.Start();
        probe.Join();
        return may;
    }

    private static ThreadPlan Make(IdleStrategy idle, string why, int[] cores)
    {
        if (cores.Length < 2 || idle == IdleStrategy.Park)
        {
            return new ThreadPlan(idle, why, [cores[^1]], cores);
        }

        int hot = idle == IdleStrategy.Spin ? Math.Min(4, cores.Length - 1) : 1;
        return new ThreadPlan(idle, why, cores[^hot..], cores[..^hot]);
    }
}
