using Artic.Hosting.Instances;
using Artic.SignalBridge;
using Artic.V1;

namespace Artic.Services.Tests.Signals;

/// <summary>What a signal bears beside its value, and how it reads.</summary>
public sealed class SignalDetailTests
{
    [Fact]
    public void The_hash_of_features_is_fixed()
    {
        Assert.Equal(0xE220_A839_7B1D_CDAF, FeatureHash.Of([]));
        Assert.Equal(0x1E7F_F935_6761_B43Cul, FeatureHash.Of([0]));
        Assert.Equal(0xB1FB_03C2_4BEE_D542, FeatureHash.Of([0, 0]));
        Assert.Equal(0x016B_485E_0F36_B645ul, FeatureHash.Of([0.5f, -0.25f, 1.5f, 2, -3, 0.125f, 0, 7]));
    }

    [Fact]
    public void Any_bit_of_a_feature_changes_the_hash()
    {
        HashSet<ulong> seen = [];
        float[] features = [0.5f, -0.25f, 1.5f, 2, -3, 0.125f, 0, 7];
        for (int i = 0; i < features.Length; i++)
        {
            for (int bit = 0; bit < 32; bit++)
            {
                float[] other = [.. features];
                other[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(other[i]) ^ (1u << bit));
                Assert.True(seen.Add(FeatureHash.Of(other)));
            }
        }
    }

    [Fact]
    public void Reasons_on_record_have_the_numbers_of_the_catalog()
    {
        foreach (Artic.Strategies.SignalReason reason in Enum.GetValues<Artic.Strategies.SignalReason>())
        {
            string recorded = ((SignalReason)reason).ToString();
            Assert.Equal(reason == Artic.Strategies.SignalReason.None ? "Unspecified" : reason.ToString(), recorded);
        }
    }

    [Fact]
    public void A_signal_reads_as_its_strategy_describes_it()
    {
        Signal signal = new() { Value = -1, Reason = SignalReason.TrendDown, First = 1.5, Second = 2 };
        Assert.Equal("short 1: trend down, fast 1.5, slow 2", SignalText.Of("ema_crossover", signal));
        Assert.Equal("short 1: trend down, 1.5, 2, 0, 0", SignalText.Of(null, signal));
        Signal model = new() { Value = 0.35, Reason = SignalReason.Model, First = 0.2, Second = 0.25, Third = 0.55, Fourth = 0.5 };
        Assert.Equal("long 0.35: model, down 0.2, flat 0.25, up 0.55, threshold 0.5", SignalText.Of("onnx", model));
        Assert.Equal("none 0: none", SignalText.Of("gone since", new Signal()));
    }
}
