using Artic.Streams.Native;

namespace Artic.Bench.Hop;

/// <summary>One process of a hop: number 0 writes, the others read.</summary>
public static class HopProcess
{
    /// <summary>Runs it to its end. Thread: the main thread.</summary>
    public static void Run(string folder, int number)
    {
        HopPlan plan = HopPlan.Read(folder);
        ThreadSettings.SetName(number == 0 ? "hop-writer" : "hop-reader");
        if (plan.Kind == HopKind.Zeromq)
        {
            ZeromqHop zeromq = new(folder, number, plan);
            (number == 0 ? (Action)zeromq.Write : zeromq.Read)();
            return;
        }

        StreamHop stream = new(folder, number, plan);
        if (plan.Kind != HopKind.StreamArchived || number > 0)
        {
            // The archiver's thread runs wherever there is time.
            ThreadSettings.PinTo([plan.Cores[number]]);
        }

        (number == 0 ? (Action)stream.Write : stream.Read)();
    }
}
