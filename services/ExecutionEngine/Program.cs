using Artic.ExecutionEngine;
using Artic.Hosting;
using Artic.Hosting.Kill;
using Artic.Streams.Waiting;

return ServiceHost.Run(
    "execution-engine", "Artic execution engine: sends approved orders to the venue and keeps their ledger.", args,
    ExecutionLoop.Make,
    static host =>
    {
        ReconcileDesk desk = new();
        ExecutionLoop loop = new(host, desk);
        KillPages.AddKill(host);
        desk.AddPage(host);
        host.OpenCommands(reconcile: desk.Ask);
        return new ServiceParts
        {
            Loop = loop,
            Consumer = ConsumerId.ExecutionEngine,
            LongestSleepNs = 10_000_000, // Shorter, and the wait would set the core's timer each time: 7 µs a wake in a virtual machine.
            NotReady = loop.NotReady,
            StopEdges = loop.StopVenue,
            Owned = { loop, KillSignal.Listen(host) },
        };
    });
