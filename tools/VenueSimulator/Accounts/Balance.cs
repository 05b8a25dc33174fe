namespace Artic.VenueSimulator.Accounts;

/// <summary>What the account has of one asset.</summary>
public sealed class Balance(string asset)
{
    /// <summary>The asset's name.</summary>
    public string Asset { get; } = asset;

    /// <summary>At the account's disposal.</summary>
    public long FreeE8 { get; internal set; }

    /// <summary>Set aside for open orders.</summary>
    public long LockedE8 { get; internal set; }

    /// <summary>Commission that the venue has taken in this asset.</summary>
    public long FeesE8 { get; internal set; }
}
