using System.Numerics;

namespace Artic.Services.Tests.Risk.Plain;

/// <summary>Average cost in integers without a size: price units times quantity units.</summary>
internal sealed class PlainPosition
{
    public BigInteger Quantity { get; private set; }

    public BigInteger Cost { get; private set; }

    public BigInteger Realized { get; private set; }

    public BigInteger Fees { get; set; }

    /// <summary>Gives what was gained where something was closed; null where nothing was.</summary>
    public BigInteger? Trade(BigInteger signedQuantity, BigInteger price)
    {
        BigInteger? gained = null;
        if (Quantity.Sign * signedQuantity.Sign < 0)
        {
            BigInteger closed = BigInteger.Min(BigInteger.Abs(Quantity), BigInteger.Abs(signedQuantity));
            BigInteger costOfClosed = closed == BigInteger.Abs(Quantity) ? Cost : Cost * closed / BigInteger.Abs(Quantity);
            gained = (closed * Quantity.Sign * price) - costOfClosed;
            Realized += gained.Value;
            Cost -= costOfClosed;
            Quantity -= closed * Quantity.Sign;
            signedQuantity -= closed * signedQuantity.Sign;
        }

        Quantity += signedQuantity;
        Cost += signedQuantity * price;
        return gained;
    }

    public BigInteger Result(BigInteger mark) => Realized + (mark * Quantity) - Cost - Fees;
}
