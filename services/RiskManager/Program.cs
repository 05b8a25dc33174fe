using Artic.Hosting;
using Artic.Hosting.Kill;
using Artic.Hosting.Limits;
using Artic.RiskManager;
using Artic.RiskManager.Pages;
using Artic.Streams.Waiting;

return ServiceHost.Run(
    "risk-manager", "Artic risk manager: approves or denies every order, and stops.", args,
    RiskLoop.Make,
    static host =>
    {
        RiskLoop loop = new(host);
        KillPages.AddKill(host);
        KillPages.AddResume(host);
        LimitDesk limits = new(loop);
        LimitPages.AddLimit(host, limits);
        host.OpenCommands(resumes: true, limits, loop.Overrides.Override);
        OverridePages.Add(host, loop.Overrides.Override);
        RiskPages.Add(host, loop);
        StatePages.Add(host, loop);
        return new ServiceParts
        {
            Loop = loop,
            Consumer = ConsumerId.RiskManager,
            LongestSleepNs = 10_000_000, // A fifth of the lease; not shorter for the timer's sake, as in the engine.
            NotReady = loop.NotReady,
            Owned = { loop },
        };
    });
