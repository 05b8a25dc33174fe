namespace Artic.Bindings.Tests;

/// <summary>Counts what a piece of code allocates on the managed heap of its thread.</summary>
internal static class Allocation
{
    private const int Repeats = 10_000;

    /// <summary>Bytes over 10,000 calls, after as many to warm up.</summary>
    public static long Of(Action action)
    {
        Repeat(action);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(action);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(Action action)
    {
        for (int count = 0; count < Repeats; count++)
        {
            action();
        }
    }
}
