namespace ClassicML.Preprocessing;

/// <summary>log(1 + x) and exp(x) - 1 to a few units in the last place also near zero, where .NET's own forms lose all digits.</summary>
/// <remarks>Source: Kahan's corrections, as in Higham, "Accuracy and stability of numerical algorithms", 2nd edition, section 1.14.</remarks>
internal static class Elementary
{
    public static double Log1P(double x)
    {
        double sum = 1 + x;
        return x is < -0.5 or > 1 ? Math.Log(sum) : sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    public static double ExpM1(double x)
    {
        double power = Math.Exp(x);
        return x is < -1 or > 1 ? power - 1 : power == 1 ? x : (power - 1) * x / Math.Log(power);
    }
}
