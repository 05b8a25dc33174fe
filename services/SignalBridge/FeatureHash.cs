using System.Numerics;
using System.Runtime.InteropServices;

namespace Artic.SignalBridge;

/// <summary>
/// A 64-bit hash of a model's input, for telling equal from different; not against intent. It is fixed, since records hold it. Each
/// 32-bit word is xor-ed in, multiplied by an odd number and rotated; at the end all is mixed by the finisher of splitmix64 (Steele,
/// Lea, Flood 2014). Thread: any. Allocates nothing.
/// </summary>
public static class FeatureHash
{
    private const ulong Seed = 0x9E37_79B9_7F4A_7C15;
    private const ulong Step = 0xD6E8_FEB8_6659_FD93;

    /// <summary>The hash of these bits.</summary>
    public static ulong Of(ReadOnlySpan<float> features)
    {
        ulong hash = unchecked(Seed ^ ((ulong)features.Length * Step));
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<float, uint>(features);
        unchecked
        {
            for (int i = 0; i < words.Length; i++)
            {
                hash = BitOperations.RotateLeft((hash ^ words[i]) * Step, 29);
            }

            hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9;
            hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EB;
            return hash ^ (hash >> 31);
        }
    }
}
