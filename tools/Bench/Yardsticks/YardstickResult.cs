using System.Runtime.InteropServices;
using Artic.Bench.Figures;

namespace Artic.Bench.Yardsticks;

/// <summary>One run of a yardstick in figures.</summary>
/// <param name="SendToLast">From the source's send to the last receipt.</param>
/// <param name="FirstToLast">From the first process's receipt to the last one's.</param>
/// <param name="FromIntended">From the moment that the source meant to send to the last receipt.</param>
public sealed record YardstickResult(Latency SendToLast, Latency FirstToLast, Latency FromIntended)
{
    /// <summary>Reads what the last process has written.</summary>
    public static YardstickResult Read(string folder)
    {
        YardstickTimes[] times =
            MemoryMarshal.Cast<byte, YardstickTimes>(File.ReadAllBytes(YardstickPlan.ResultIn(folder))).ToArray();
        return new YardstickResult(
            Latency.Of(Array.ConvertAll(times, time => time.LastNs - time.SentNs)),
            Latency.Of(Array.ConvertAll(times, time => time.LastNs - time.FirstNs)),
            Latency.Of(Array.ConvertAll(times, time => time.LastNs - time.IntendedNs)));
    }
}
