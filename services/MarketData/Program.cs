using Artic.Hosting;
using Artic.MarketData;
using Artic.Streams.Waiting;

return ServiceHost.Run(
    "market-data", "Artic market data: reads a venue's streams and keeps its books.", args,
    MarketDataLoop.Make,
    static host =>
    {
        MarketDataLoop loop = new(host);
        return new ServiceParts
        {
            Loop = loop,
            Consumer = ConsumerId.MarketData,
            LongestSleepNs = 200_000, // It sleeps only with idle 'park': the socket is looked at this often.
            NotReady = loop.NotReady,
            Owned = { loop },
        };
    });
