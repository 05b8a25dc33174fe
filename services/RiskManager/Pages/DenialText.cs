using System.Globalization;
using Artic.Core.Domain;
using Artic.Hosting.Limits;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Pages;

/// <summary>The numbers of a denial as people write them. Thread: any.</summary>
internal static class DenialText
{
    /// <summary>A limit or figure: by its limit's rule where there is one, otherwise the bare number.</summary>
    public static string Of(LimitName name, long value) =>
        name == LimitName.Unspecified ? value.ToString(CultureInfo.InvariantCulture) : LimitRules.Text(name, value);

    /// <summary>Whose limit or state it was; nothing where it was nobody's.</summary>
    public static string Target(RiskBooks books, ScopeKind kind, uint id) =>
        kind == ScopeKind.Unspecified ? "" : books.Scopes.Find(kind, id)?.Name ?? "";

    /// <summary>A price or quantity at its instrument's scale.</summary>
    public static string Decimal(long value, int scale) => FixedPoint.ToText(value, scale).TrimEnd('0').TrimEnd('.');
}
