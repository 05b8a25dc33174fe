using Artic.Hosting;
using Artic.RiskManager;
using Artic.Streams.Waiting;

return ServiceHost.Run(
    "risk-manager", "Artic risk manager: approves or denies every order, and stops.", args,
    static host =>
    {
        RiskLoop loop = new(host);
        return new ServiceParts
        {
            Loop = loop,
            Consumer = ConsumerId.RiskManager,
            LongestSleepNs = 2_000_000,
            NotReady = loop.NotReady,
            Owned = { loop },
        };
    });
