namespace Artic.Tests.Support;

/// <summary>Counts what a piece of code allocates on the managed heap of its thread.</summary>
internal static class Allocation
{
    private const int Windows = 4;

    /// <summary>
    /// Bytes of the leanest of up to four windows of <paramref name="repeats"/> calls, after as many to warm up. What the code
    /// allocates steadily is in each of them; the runtime itself allocates now and then on whichever thread is there, such as for a
    /// worker that compiles.
    /// </summary>
    public static long Of(Action action, int repeats = 10_000)
    {
        Repeat(action, repeats);
        long least = long.MaxValue;
        for (int window = 0; window < Windows && least > 0; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(action, repeats);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Repeat(Action action, int repeats)
    {
        for (int i = 0; i < repeats; i++)
        {
            action();
        }
    }
}
