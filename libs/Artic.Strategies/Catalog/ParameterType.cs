namespace Artic.Strategies.Catalog;

/// <summary>What values a parameter has.</summary>
public enum ParameterType
{
    /// <summary>A whole number.</summary>
    Whole = 1,

    /// <summary>Any number.</summary>
    Real = 2,

    /// <summary>0 or 1.</summary>
    Flag = 3,
}
