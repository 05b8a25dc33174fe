using Artic.Hosting;
using Artic.SignalBridge;
using Artic.Streams.Waiting;

return ServiceHost.Run(
    "signal-bridge", "Artic signal bridge: runs strategy instances over the market stream.", args,
    SignalLoop.Make,
    static host =>
    {
        SignalLoop loop = new(host);
        InstanceDesk desk = new(host.Options, loop.Strategies, loop.Edge);
        InstancePages.Add(host, desk);
        host.OpenCommands(showInstances: desk.Show, setInstances: desk.Declare);
        ModelWatch watch = new(host, loop.Strategies, desk);
        return new ServiceParts
        {
            Loop = loop,
            Consumer = ConsumerId.SignalBridge,
            LongestSleepNs = 50_000_000,
            NotReady = loop.NotReady,
            StopEdges = watch.Dispose,
            Owned = { loop },
        };
    });
