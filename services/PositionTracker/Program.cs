using Artic.Hosting;
using Artic.PositionTracker;
using Artic.Streams.Waiting;

return ServiceHost.Run(
    "position-tracker", "Artic position tracker: positions, profit and loss, and the comparison with the venue.", args,
    PositionLoop.Make,
    static host =>
    {
        PositionLoop loop = new(host);
        return new ServiceParts
        {
            Loop = loop,
            Consumer = ConsumerId.PositionTracker,
            LongestSleepNs = 2_000_000,
            NotReady = static () => null,
            Owned = { loop },
        };
    });
