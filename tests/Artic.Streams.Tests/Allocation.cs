namespace Artic.Streams.Tests;

/// <summary>Counts what a piece of code allocates on the managed heap of its thread.</summary>
internal static class Allocation
{
    /// <summary>Bytes over <paramref name="repeats"/> calls, after as many to warm up.</summary>
    public static long Of(Action action, int repeats)
    {
        Repeat(action, repeats);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(action, repeats);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(Action action, int repeats)
    {
        for (int i = 0; i < repeats; i++)
        {
            action();
        }
    }
}
