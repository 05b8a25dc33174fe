using System.Numerics;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// Pseudo-random numbers that a seed determines. Source: xoshiro256** 1.0 and SplitMix64 (for the seed) by
/// D. Blackman and S. Vigna, prng.di.unimi.it, public domain. Thread: one.
/// </summary>
public sealed class SeededGenerator
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Every seed, 0 included, gives a good state.</summary>
    public SeededGenerator(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            ulong t = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= t;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), <paramref name="bound"/> above 0.</summary>
    public int NextBelow(int bound) => (int)(NextUnit() * bound);

    /// <summary>True with the given probability.</summary>
    public bool NextChance(double probability) => NextUnit() < probability;

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(1 - NextUnit());

    /// <summary>Standard normal (Box and Muller 1958, the cosine half).</summary>
    public double NextNormal() => Math.Sqrt(2 * NextExponential()) * Math.Cos(2 * Math.PI * NextUnit());

    /// <summary>Between <paramref name="low"/> and <paramref name="high"/>, uniform in the logarithm.</summary>
    public double NextLogUniform(double low, double high) => low * Math.Exp(NextUnit() * Math.Log(high / low));

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
