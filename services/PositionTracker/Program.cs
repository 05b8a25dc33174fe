using Artic.Database;
using Artic.Database.Ledger;
using Artic.Hosting;
using Artic.PositionTracker;
using Artic.Streams.Waiting;

return ServiceHost.Run(
    "position-tracker", "Artic position tracker: positions, profit and loss, and the comparison with the venue.", args,
    PositionLoop.Make,
    static host =>
    {
        LedgerFollower? tables = null;
        if (host.Options.Database.Connection.Length > 0)
        {
            tables = new LedgerFollower(
                new DatabaseConnector(host.Options.Database, "artic-position-tracker"), LedgerRun.Read(host.Paths, host.Options),
                host.Options.Database.CommitMs, host.Counters, host.Log, host.Fail);
            tables.Check(host.Options.Database.Required);
            tables.Start();
        }

        PositionLoop loop = new(host);
        return new ServiceParts
        {
            Loop = loop,
            Consumer = ConsumerId.PositionTracker,
            LongestSleepNs = 2_000_000,
            NotReady = static () => null,
            Degraded = () => tables?.Fault is { } fault ? $"the tables are not kept up: {fault}" : null,
            StopEdges = () => tables?.Stop(),
            Owned = { loop },
        };
    });
